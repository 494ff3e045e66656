// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.FieldType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a block's header says of one column.
 *
 * @param kind what the column holds
 * @param name of the field; empty unless it is a {@link ColumnKind#FIELD}
 * @param type of the field; null unless it is one
 * @param representation how the values are laid out before compression
 * @param codecId which codec compressed them, 0 to 127
 * @param dictionaryId which dictionary that codec needs, or {@link Dictionary#NONE}
 * @param plainLength bytes of the values themselves, however they are laid out: a number counts as
 *     8, a boolean as 1; 0 up
 * @param rawLength bytes as laid out, before compression, 0 up
 * @param storedLength bytes as stored, 0 up
 * @param crc32c over the bytes as stored
 */
public record ColumnEntry(
    ColumnKind kind,
    String name,
    @Nullable FieldType type,
    Representation representation,
    int codecId,
    int dictionaryId,
    int plainLength,
    int rawLength,
    int storedLength,
    int crc32c) {
  public ColumnEntry {
    if ((kind == ColumnKind.FIELD) != (type != null) || (type == null && !name.isEmpty())) {
      throw new IllegalArgumentException(
          kind.label() + " " + name + ", type " + type + " (expected: both only in a field)");
    }
    if (codecId < 0 || codecId > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("codecId: " + codecId + " (expected: 0 to 127)");
    }
    if (dictionaryId < 0 || (codecId == ZstdDictionaryCodec.ID) != (dictionaryId != 0)) {
      throw new IllegalArgumentException(
          "dictionaryId: " + dictionaryId + " (expected: > 0 with codec 3, else 0)");
    }
    if (plainLength < 0 || rawLength < 0 || storedLength < 0) {
      throw new IllegalArgumentException(
          "lengths: "
              + plainLength
              + ", "
              + rawLength
              + ", "
              + storedLength
              + " (expected: each >= 0)");
    }
  }

  /** The plain lengths of columns, together; no more than an int holds. */
  static int plainLength(List<ColumnEntry> columns) {
    long plain = 0;
    for (ColumnEntry column : columns) {
      plain += column.plainLength();
    }
    return (int) Math.min(Integer.MAX_VALUE, plain);
  }

  /** {@code key}, {@code field lang (text)}: for people. */
  public String label() {
    return type == null ? kind.label() : kind.label() + " " + name + " (" + type.label() + ")";
  }

  /** Below zero, zero, above zero: this column comes before, is, comes behind the other one. */
  int place(ColumnEntry other) {
    int byKind = kind.code() - other.kind.code();
    if (byKind != 0 || type == null || other.type == null) {
      return byKind;
    }
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : type.code() - other.type.code();
  }
}
