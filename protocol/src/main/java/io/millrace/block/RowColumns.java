// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The columns of results that were stored row by row. Not thread-safe. */
final class RowColumns implements ResultColumns {
  private final List<ResultRecord> rows;
  private final Map<String, FieldColumn> fields = new HashMap<>();
  private @Nullable Set<String> names;

  RowColumns(List<ResultRecord> rows) {
    this.rows = rows;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public String tag(int index) {
    return rows.get(index).tag();
  }

  @Override
  public ByteString key(int index) {
    return rows.get(index).key();
  }

  @Override
  public ByteString value(int index) {
    return rows.get(index).value();
  }

  @Override
  public long eventTimeMs(int index) {
    return rows.get(index).eventTimeMs();
  }

  @Override
  public @Nullable FieldColumn field(String name) {
    if (!fieldNames().contains(name)) {
      return null;
    }
    return fields.computeIfAbsent(name, n -> new RowField(rows, n));
  }

  @Override
  public Set<String> fieldNames() {
    Set<String> known = names;
    if (known == null) {
      var all = new TreeSet<String>();
      for (ResultRecord row : rows) {
        for (int i = 0; i < row.fields().size(); i++) {
          all.add(row.fields().name(i));
        }
      }
      known = Collections.unmodifiableSet(all);
      names = known;
    }
    return known;
  }

  @Override
  public ResultRecord result(int index) {
    return rows.get(index);
  }

  /** One field, its place among each row's fields known. */
  private static final class RowField implements FieldColumn {
    private final List<ResultRecord> rows;
    private final String name;
    private final int[] places;

    RowField(List<ResultRecord> rows, String name) {
      this.rows = rows;
      this.name = name;
      this.places = new int[rows.size()];
      for (int i = 0; i < places.length; i++) {
        places[i] = rows.get(i).fields().indexOf(name);
      }
    }

    @Override
    public boolean has(int index) {
      return places[index] >= 0;
    }

    @Override
    public FieldType type(int index) {
      return fields(index).type(places[index]);
    }

    @Override
    public String text(int index) {
      return fields(index).text(places[index]);
    }

    @Override
    public long integer(int index) {
      Fields fields = fields(index);
      int place = places[index];
      return fields.type(place) == FieldType.TIME ? fields.timeMs(place) : fields.longValue(place);
    }

    @Override
    public double decimal(int index) {
      return fields(index).doubleValue(places[index]);
    }

    @Override
    public boolean bool(int index) {
      return fields(index).booleanValue(places[index]);
    }

    private Fields fields(int index) {
      if (places[index] < 0) {
        throw new IllegalArgumentException(
            "field " + name + ": missing in result " + index + " (expected: asked has() before)");
      }
      return rows.get(index).fields();
    }
  }
}
