// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.v1.QuarantineId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of records in quarantine as people type them: {@code PARTITION:ID}. */
final class QuarantineNames implements ITypeConverter<QuarantineId> {
  static String of(QuarantineId id) {
    return Integer.toUnsignedString(id.getPartition()) + ":" + id.getNumber();
  }

  @Override
  public QuarantineId convert(String text) {
    if (!text.matches("\\d{1,9}:\\d{1,18}")) {
      throw new TypeConversionException("'" + text + "' (expected: PARTITION:ID, such as 3:17)");
    }
    int colon = text.indexOf(':');
    return QuarantineId.newBuilder()
        .setPartition(Integer.parseInt(text.substring(0, colon)))
        .setNumber(Long.parseLong(text.substring(colon + 1)))
        .build();
  }
}
