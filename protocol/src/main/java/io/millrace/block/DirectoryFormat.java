// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.FieldType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The column directory at the end of a header of version 5. */
final class DirectoryFormat {
  private static final int ENTRY_BYTES_MIN = 11;

  /** Kinds that come once each, all fields, and no more. */
  private static final int COLUMNS_MAX = ColumnKind.values().length + FieldGather.COLUMNS_MAX;

  private DirectoryFormat() {}

  static void write(Output out, List<ColumnEntry> columns) {
    out.varint(columns.size());
    for (ColumnEntry column : columns) {
      out.u8(column.kind().code());
      FieldType type = column.type();
      if (type != null) {
        out.string(column.name());
        out.u8(type.code());
      }
      out.u8(column.representation().code());
      out.u8(column.codecId());
      out.varint(column.dictionaryId());
      out.varint(column.plainLength());
      out.varint(column.rawLength());
      out.varint(column.storedLength());
      out.i32(column.crc32c());
    }
  }

  static List<ColumnEntry> read(Input in) {
    int count = in.count("column count", ENTRY_BYTES_MIN);
    if (count > COLUMNS_MAX) {
      throw in.refusal("column count", "at most " + COLUMNS_MAX, count);
    }
    var columns = new ArrayList<ColumnEntry>(count);
    ColumnEntry previous = null;
    for (int i = 0; i < count; i++) {
      ColumnEntry column = entry(in);
      if (previous != null && previous.place(column) >= 0) {
        throw in.refusal("column", "columns in their order", column.label() + " at " + i);
      }
      columns.add(column);
      previous = column;
    }
    return columns;
  }

  private static ColumnEntry entry(Input in) {
    int code = in.u8("column kind");
    ColumnKind kind = ColumnKind.of(code);
    if (kind == null) {
      throw in.refusal("column kind", "1 to " + ColumnKind.values().length, code);
    }
    String name = kind == ColumnKind.FIELD ? in.string("column name") : "";
    FieldType type = kind == ColumnKind.FIELD ? type(in) : null;
    return new ColumnEntry(
        kind,
        name,
        type,
        Numbers.representation(in, "column representation"),
        in.u8("column codec id"),
        number(in, "column dictionary"),
        number(in, "column plain length"),
        number(in, "column raw length"),
        number(in, "column stored length"),
        in.i32("column crc32c"));
  }

  private static int number(Input in, String what) {
    long number = in.varint(what);
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw in.refusal(what, "0 to " + Integer.MAX_VALUE, Long.toUnsignedString(number));
    }
    return (int) number;
  }

  private static FieldType type(Input in) {
    int code = in.u8("column type");
    FieldType type = FieldType.of(code);
    if (type == null) {
      throw in.refusal("column type", "1 to 5", code);
    }
    return type;
  }

  /**
   * Refuses columns that do not go with the rest of the header.
   *
   * @throws IllegalArgumentException if so
   */
  static void check(List<ColumnEntry> columns, BlockCounts counts, int rawLength, int storedLength) {
    long raw = 0;
    long stored = 0;
    for (ColumnEntry column : columns) {
      raw += column.rawLength();
      stored += column.storedLength();
    }
    if (raw != rawLength || stored != storedLength) {
      throw new IllegalArgumentException(
          "columns: "
              + raw
              + " raw, "
              + stored
              + " stored bytes (expected: "
              + rawLength
              + ", "
              + storedLength
              + ")");
    }
    boolean results = counts.results() > 0;
    boolean rest =
        (counts.quarantine() | counts.timers() | counts.outbox() | counts.delivered()) > 0;
    expect(columns, ColumnKind.KEY, results);
    expect(columns, ColumnKind.VALUE, results);
    expect(columns, ColumnKind.CHANGE_KEY, counts.changes() > 0);
    expect(columns, ColumnKind.CHANGE_STATE, counts.changes() > 0);
    expect(columns, ColumnKind.REST, rest);
    if (!results) {
      expect(columns, ColumnKind.TAG, false);
      expect(columns, ColumnKind.EVENT_TIME, false);
      expect(columns, ColumnKind.FIELD, false);
    }
  }

  private static void expect(List<ColumnEntry> columns, ColumnKind kind, boolean there) {
    if (there != (find(columns, kind) != null)) {
      throw new IllegalArgumentException(
          "columns: " + (there ? "no " : "") + kind.label() + ", which the counts contradict");
    }
  }

  private static @Nullable ColumnEntry find(List<ColumnEntry> columns, ColumnKind kind) {
    for (ColumnEntry column : columns) {
      if (column.kind() == kind) {
        return column;
      }
    }
    return null;
  }
}
