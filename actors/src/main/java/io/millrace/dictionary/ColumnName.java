// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.block.ColumnEntry;
import io.millrace.block.ColumnKind;
import io.millrace.block.ColumnPlan;
import io.millrace.codec.Codec;
import java.util.Optional;

/**
 * A column of a job's blocks that has a codec of its own: a kind, or the fields of one name.
 *
 * @param field empty unless it is a field
 */
record ColumnName(ColumnKind kind, String field) {
  static ColumnName of(ColumnEntry entry) {
    return new ColumnName(entry.kind(), entry.name());
  }

  /** The column of a {@link #label}; empty if no column that this code knows has it. */
  static Optional<ColumnName> parse(String label) {
    String fieldLabel = ColumnKind.FIELD.label() + " ";
    if (label.startsWith(fieldLabel)) {
      return Optional.of(new ColumnName(ColumnKind.FIELD, label.substring(fieldLabel.length())));
    }
    for (ColumnKind kind : ColumnKind.values()) {
      if (kind != ColumnKind.FIELD && kind.label().equals(label)) {
        return Optional.of(new ColumnName(kind, ""));
      }
    }
    return Optional.empty();
  }

  /** {@code value}, {@code field text}: how the store names it, for ever. */
  String label() {
    return kind == ColumnKind.FIELD ? kind.label() + " " + field : kind.label();
  }

  /** The plan with a codec for this column. */
  ColumnPlan in(ColumnPlan plan, Codec codec) {
    return kind == ColumnKind.FIELD ? plan.withField(field, codec) : plan.with(kind, codec);
  }
}
