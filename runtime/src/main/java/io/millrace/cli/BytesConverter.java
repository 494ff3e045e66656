// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes as settings have them: {@code 4096}, {@code 64 MiB}. */
final class BytesConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    try {
      return ConfigValueFactory.fromAnyRef(text).atKey("bytes").getBytes("bytes");
    } catch (ConfigException e) {
      throw new TypeConversionException(
          "'" + text + "' is no number of bytes (expected: such as 4096 or 64 MiB)");
    }
  }
}
