// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.query.QueryRig.Placed;
import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.select.Literal;
import io.millrace.select.Predicate;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a predicate says of a result, as plainly as it can be written: by objects, BigDecimal and
 * UTF-8 bytes. Shares no code with the engine.
 */
final class NaiveQuery {
  private NaiveQuery() {}

  static List<Placed> where(List<Placed> results, Predicate predicate) {
    return results.stream().filter(p -> Boolean.TRUE.equals(test(predicate, p))).toList();
  }

  /** True, false, or null for unknown. */
  static @Nullable Boolean test(Predicate predicate, Placed row) {
    if (predicate instanceof Predicate.And and) {
      return every(and.parts(), row, false);
    }
    if (predicate instanceof Predicate.Or or) {
      return every(or.parts(), row, true);
    }
    if (predicate instanceof Predicate.Not not) {
      Boolean inner = test(not.part(), row);
      return inner == null ? null : !inner;
    }
    if (predicate instanceof Predicate.Exists exists) {
      return value(exists.column(), row) != null;
    }
    if (predicate instanceof Predicate.Prefix prefix) {
      Object value = value(prefix.column(), row);
      Object wanted = literal(prefix.literal());
      if (value instanceof ByteString bytes) {
        return bytes.startsWith(
            wanted instanceof String t ? ByteString.copyFromUtf8(t) : (ByteString) wanted);
      }
      return (value instanceof String text && wanted instanceof String t)
          ? text.startsWith(t)
          : null;
    }
    if (predicate instanceof Predicate.In in) {
      List<Predicate> equal =
          in.literals().stream()
              .<Predicate>map(
                  l -> new Predicate.Compare(in.column(), io.millrace.select.Comparison.EQ, l))
              .toList();
      return every(equal, row, true);
    }
    var compare = (Predicate.Compare) predicate;
    Optional<Integer> order = order(value(compare.column(), row), literal(compare.literal()));
    return order.isEmpty() ? null : compare.comparison().holds(order.get());
  }

  /** For OR true wins, for AND false; then unknown. */
  private static @Nullable Boolean every(List<Predicate> parts, Placed row, boolean winner) {
    Boolean sofar = !winner;
    for (Predicate part : parts) {
      Boolean one = test(part, row);
      if (Objects.equals(one, winner)) {
        return winner;
      }
      sofar = one == null ? null : sofar;
    }
    return sofar;
  }

  private static Object literal(Literal literal) {
    if (literal instanceof Literal.Text text) {
      return text.value();
    }
    if (literal instanceof Literal.Whole whole) {
      return whole.value();
    }
    if (literal instanceof Literal.Decimal decimal) {
      return decimal.value();
    }
    if (literal instanceof Literal.Truth truth) {
      return truth.value();
    }
    return literal instanceof Literal.Time time
        ? Instant.ofEpochMilli(time.ms())
        : ((Literal.Bytes) literal).value();
  }

  static @Nullable Object value(Column column, Placed row) {
    if (column instanceof Column.Field field) {
      Fields fields = row.result().fields();
      int i = fields.indexOf(field.name());
      if (i < 0) {
        return null;
      }
      return switch (fields.type(i)) {
        case TEXT -> fields.text(i);
        case LONG -> fields.longValue(i);
        case DOUBLE -> fields.doubleValue(i);
        case BOOLEAN -> fields.booleanValue(i);
        case TIME -> Instant.ofEpochMilli(fields.timeMs(i));
      };
    }
    return switch ((Own) column) {
      case KEY -> row.result().key();
      case VALUE -> row.result().value();
      case TAG -> row.result().tag();
      case EVENT_TIME ->
          row.result().eventTimeMs() == DataRecord.NO_EVENT_TIME
              ? null
              : Instant.ofEpochMilli(row.result().eventTimeMs());
      case PARTITION -> (long) row.partition();
      case BLOCK -> row.block();
      case IDX -> (long) row.index();
      case FIELDS -> row.result().fields();
    };
  }

  private static Optional<Integer> order(@Nullable Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return Optional.of(decimal(x).compareTo(decimal(y)));
    }
    if (a instanceof ByteString x && (b instanceof ByteString || b instanceof String)) {
      byte[] right =
          b instanceof String s
              ? s.getBytes(StandardCharsets.UTF_8)
              : ((ByteString) b).toByteArray();
      return Optional.of(Arrays.compareUnsigned(x.toByteArray(), right));
    }
    if (a instanceof String x && b instanceof String y) {
      return Optional.of(
          Arrays.compareUnsigned(
              x.getBytes(StandardCharsets.UTF_8), y.getBytes(StandardCharsets.UTF_8)));
    }
    if (a instanceof Boolean x && b instanceof Boolean y) {
      return Optional.of(x.compareTo(y));
    }
    if (a instanceof Instant x) {
      if (b instanceof Instant y) {
        return Optional.of(x.compareTo(y));
      }
      if (b instanceof Long ms) {
        return Optional.of(Long.compare(x.toEpochMilli(), ms));
      }
      if (b instanceof String s) {
        return Literal.time(s).map(time -> Long.compare(x.toEpochMilli(), time.ms()));
      }
    }
    return Optional.empty();
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }
}
