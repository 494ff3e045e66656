// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes rows of a block's columns, and orders them. */
public final class Rows {
  private static final Comparator<Row> PLACE =
      Comparator.comparingInt(Row::partition)
          .thenComparingLong(Row::block)
          .thenComparingInt(Row::index);

  private final Cells[] cells;
  private final BlockRows rows;

  /** Shows of these rows what the query shows. Not thread-safe. */
  public Rows(Query query, BlockRows rows) {
    this.rows = rows;
    this.cells =
        query.items().stream()
            .map(item -> Cells.of((Column) item.expression(), rows))
            .toArray(Cells[]::new);
  }

  /** A row with its values. */
  public Row row(int index) {
    var values = new @Nullable Object[cells.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = cells[i].value(index);
    }
    return new Row(
        rows.partition(), rows.block(), index, rows.columns().eventTimeMs(index), values);
  }

  /** A row's place in the order, without values. */
  public Row place(int index) {
    return new Row(
        rows.partition(),
        rows.block(),
        index,
        rows.columns().eventTimeMs(index),
        new @Nullable Object[0]);
  }

  /** How rows follow each other; no two are equal. */
  public static Comparator<Row> comparator(Order order) {
    if (order instanceof Order.EventTime time) {
      Comparator<Row> byTime = Comparator.comparingLong(Row::eventTimeMs);
      return Comparator.<Row, Boolean>comparing(r -> r.eventTimeMs() == DataRecord.NO_EVENT_TIME)
          .thenComparing(time.descending() ? byTime.reversed() : byTime)
          .thenComparing(PLACE);
    }
    return order instanceof Order.Position position && position.descending()
        ? PLACE.reversed()
        : PLACE;
  }

  /** About how many bytes a row takes while it is held. */
  public static int bytes(Row row) {
    return 80 + bytes(Arrays.asList(row.values()));
  }

  static int bytes(List<@Nullable Object> values) {
    int bytes = 0;
    for (Object value : values) {
      bytes += 24;
      if (value instanceof String text) {
        bytes += 24 + 2 * text.length();
      } else if (value instanceof ByteString b) {
        bytes += 24 + b.size();
      } else if (value instanceof Fields fields) {
        bytes += 64 + 40 * fields.size() + 2 * fields.weight();
      }
    }
    return bytes;
  }
}
