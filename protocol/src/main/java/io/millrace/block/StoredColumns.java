// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.FieldType;
import io.millrace.model.ResultRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The columns of results that were stored by column. Not thread-safe. */
final class StoredColumns implements ResultColumns {
  private final BlockColumns columns;
  private final Map<String, FieldColumn> fields = new HashMap<>();
  private final Set<String> names;

  StoredColumns(BlockColumns columns) {
    this.columns = columns;
    var all = new TreeSet<String>();
    for (int i = 0; i < columns.fieldColumns(); i++) {
      all.add(columns.fieldEntry(i).name());
    }
    this.names = Collections.unmodifiableSet(all);
  }

  @Override
  public int size() {
    return columns.size();
  }

  @Override
  public String tag(int index) {
    return columns.tag(checked(index));
  }

  @Override
  public ByteString key(int index) {
    return columns.keys().share(checked(index));
  }

  @Override
  public ByteString value(int index) {
    return columns.values().share(checked(index));
  }

  @Override
  public long eventTimeMs(int index) {
    return columns.eventTimeMs(checked(index));
  }

  @Override
  public @Nullable FieldColumn field(String name) {
    if (!names.contains(name)) {
      return null;
    }
    return fields.computeIfAbsent(name, n -> new StoredField(columns, n));
  }

  @Override
  public Set<String> fieldNames() {
    return names;
  }

  @Override
  public ResultRecord result(int index) {
    return columns.result(checked(index), true);
  }

  private int checked(int index) {
    return Objects.checkIndex(index, columns.size());
  }

  /** One field, of as many types as the results have it with. */
  private static final class StoredField implements FieldColumn {
    private final String name;
    private final int size;
    private final FieldValues[] types;

    StoredField(BlockColumns columns, String name) {
      this.name = name;
      this.size = columns.size();
      int from = 0;
      while (!columns.fieldEntry(from).name().equals(name)) {
        from++;
      }
      int to = from;
      while (to < columns.fieldColumns() && columns.fieldEntry(to).name().equals(name)) {
        to++;
      }
      types = new FieldValues[to - from];
      for (int i = from; i < to; i++) {
        types[i - from] = columns.field(i);
      }
    }

    @Override
    public boolean has(int index) {
      return find(index) != null;
    }

    @Override
    public FieldType type(int index) {
      return at(index).type();
    }

    @Override
    public String text(int index) {
      FieldValues values = at(index);
      expect(values.type() == FieldType.TEXT, values, FieldType.TEXT);
      return values.text(values.place(index));
    }

    @Override
    public long integer(int index) {
      return number(at(index), index, FieldType.LONG, FieldType.TIME);
    }

    @Override
    public double decimal(int index) {
      FieldValues values = at(index);
      long number = number(values, index, FieldType.DOUBLE, FieldType.LONG);
      return values.type() == FieldType.LONG ? number : Double.longBitsToDouble(number);
    }

    @Override
    public boolean bool(int index) {
      return number(at(index), index, FieldType.BOOLEAN, FieldType.BOOLEAN) != 0;
    }

    private long number(FieldValues values, int index, FieldType one, FieldType other) {
      expect(values.type() == one || values.type() == other, values, one);
      return values.number(values.place(index));
    }

    private FieldValues at(int index) {
      FieldValues values = find(index);
      if (values == null) {
        throw new IllegalArgumentException(
            "field " + name + ": missing in result " + index + " (expected: asked has() before)");
      }
      return values;
    }

    private @Nullable FieldValues find(int index) {
      Objects.checkIndex(index, size);
      for (FieldValues values : types) {
        if (values.place(index) >= 0) {
          return values;
        }
      }
      return null;
    }

    private void expect(boolean right, FieldValues values, FieldType expected) {
      if (!right) {
        throw new IllegalArgumentException(
            "field "
                + name
                + ": "
                + values.type().label()
                + " (expected: "
                + expected.label()
                + ")");
      }
    }
  }
}
