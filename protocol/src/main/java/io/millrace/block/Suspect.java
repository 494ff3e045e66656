// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import io.millrace.model.MillraceException;
import org.jspecify.annotations.Nullable;

/**
 * Names the block under check in each refusal.
 *
 * @param partition whose log, as far as known
 * @param sequence its number, as far as known
 * @param column the column in question, empty if none is
 */
record Suspect(String partition, String sequence, String column) {
  private static final String DAMAGED = "block is damaged";

  Suspect(String partition, String sequence) {
    this(partition, sequence, "");
  }

  /** The same block, with a column named. */
  Suspect in(ColumnEntry entry) {
    return new Suspect(partition, sequence, entry.label());
  }

  static Suspect of(BlockHeader header) {
    return new Suspect(header.partition().toString(), Long.toString(header.sequence()));
  }

  MillraceException refusal(String check, Object expected, Object actual) {
    return describe(MillraceException.of(CORRUPT, DAMAGED), check, expected, actual);
  }

  MillraceException refusal(String check, Object expected, Exception cause) {
    var refusal = MillraceException.of(CORRUPT, DAMAGED, cause);
    return describe(refusal, check, expected, cause.getMessage());
  }

  private MillraceException describe(
      MillraceException refusal, String check, Object expected, @Nullable Object actual) {
    refusal.with("partition", partition).with("block", sequence);
    if (!column.isEmpty()) {
      refusal.with("column", column);
    }
    return refusal
        .with("check", check)
        .with("expected", expected)
        .with("actual", actual);
  }
}
