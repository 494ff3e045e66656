// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import io.millrace.block.FieldColumn;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.select.Column.Own;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The values of one column in one block; a field is looked up, and so decoded, when it is first
 * asked for. Not thread-safe.
 */
abstract class Cells {
  /** What a cell holds. */
  enum Kind {
    NONE,
    TEXT,
    LONG,
    DOUBLE,
    BOOLEAN,
    TIME,
    BYTES,
    FIELDS
  }

  /** What the cell of a row holds; then only the method of that kind may be asked. */
  abstract Kind kind(int row);

  String text(int row) {
    throw new IllegalStateException("no text");
  }

  /** A long, or a time in milliseconds. */
  long whole(int row) {
    throw new IllegalStateException("no long");
  }

  double decimal(int row) {
    throw new IllegalStateException("no double");
  }

  boolean truth(int row) {
    throw new IllegalStateException("no boolean");
  }

  ByteString bytes(int row) {
    throw new IllegalStateException("no bytes");
  }

  Fields fields(int row) {
    throw new IllegalStateException("no fields");
  }

  /**
   * The value as an object that does not keep the block: null, String, Long, Double, Boolean,
   * Instant, ByteString or Fields.
   */
  final @Nullable Object value(int row) {
    return switch (kind(row)) {
      case NONE -> null;
      case TEXT -> text(row);
      case LONG -> whole(row);
      case DOUBLE -> decimal(row);
      case BOOLEAN -> truth(row);
      case TIME -> Instant.ofEpochMilli(whole(row));
      case BYTES -> ByteString.copyFrom(bytes(row).asReadOnlyByteBuffer());
      case FIELDS -> fields(row);
    };
  }

  static Cells of(Column column, BlockRows rows) {
    if (column instanceof Column.Field field) {
      return new OfField(field.name(), rows);
    }
    return switch ((Own) column) {
      case KEY, VALUE -> new OfBytes(rows, column == Own.KEY);
      case TAG -> new OfTag(rows);
      case EVENT_TIME -> new OfTime(rows);
      case PARTITION, BLOCK, IDX -> new OfPlace(rows, (Own) column);
      case FIELDS -> new OfFields(rows);
    };
  }

  private static final class OfField extends Cells {
    private final String name;
    private final BlockRows rows;
    private boolean asked;
    private @Nullable FieldColumn column;

    OfField(String name, BlockRows rows) {
      this.name = name;
      this.rows = rows;
    }

    private @Nullable FieldColumn find() {
      if (!asked) {
        column = rows.columns().field(name);
        asked = true;
      }
      return column;
    }

    private FieldColumn column() {
      FieldColumn found = find();
      if (found == null) {
        throw new IllegalStateException("no field " + name);
      }
      return found;
    }

    @Override
    Kind kind(int row) {
      FieldColumn found = find();
      if (found == null || !found.has(row)) {
        return Kind.NONE;
      }
      return switch (found.type(row)) {
        case TEXT -> Kind.TEXT;
        case LONG -> Kind.LONG;
        case DOUBLE -> Kind.DOUBLE;
        case BOOLEAN -> Kind.BOOLEAN;
        case TIME -> Kind.TIME;
      };
    }

    @Override
    String text(int row) {
      return column().text(row);
    }

    @Override
    long whole(int row) {
      return column().integer(row);
    }

    @Override
    double decimal(int row) {
      return column().decimal(row);
    }

    @Override
    boolean truth(int row) {
      return column().bool(row);
    }
  }

  private static final class OfBytes extends Cells {
    private final BlockRows rows;
    private final boolean key;

    OfBytes(BlockRows rows, boolean key) {
      this.rows = rows;
      this.key = key;
    }

    @Override
    Kind kind(int row) {
      return Kind.BYTES;
    }

    @Override
    ByteString bytes(int row) {
      return key ? rows.columns().key(row) : rows.columns().value(row);
    }
  }

  private static final class OfTag extends Cells {
    private final BlockRows rows;

    OfTag(BlockRows rows) {
      this.rows = rows;
    }

    @Override
    Kind kind(int row) {
      return Kind.TEXT;
    }

    @Override
    String text(int row) {
      return rows.columns().tag(row);
    }
  }

  private static final class OfTime extends Cells {
    private final BlockRows rows;

    OfTime(BlockRows rows) {
      this.rows = rows;
    }

    @Override
    Kind kind(int row) {
      return whole(row) == DataRecord.NO_EVENT_TIME ? Kind.NONE : Kind.TIME;
    }

    @Override
    long whole(int row) {
      return rows.columns().eventTimeMs(row);
    }
  }

  private static final class OfPlace extends Cells {
    private final BlockRows rows;
    private final Own column;

    OfPlace(BlockRows rows, Own column) {
      this.rows = rows;
      this.column = column;
    }

    @Override
    Kind kind(int row) {
      return Kind.LONG;
    }

    @Override
    long whole(int row) {
      return switch (column) {
        case PARTITION -> rows.partition();
        case BLOCK -> rows.block();
        default -> row;
      };
    }

    @Override
    double decimal(int row) {
      return whole(row);
    }
  }

  private static final class OfFields extends Cells {
    private final BlockRows rows;

    OfFields(BlockRows rows) {
      this.rows = rows;
    }

    @Override
    Kind kind(int row) {
      return Kind.FIELDS;
    }

    @Override
    Fields fields(int row) {
      return rows.columns().result(row).fields();
    }
  }
}
