// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Orders values of any types: false, true, then numbers by value, times, texts by code point,
 * bytes, the rest, null last.
 */
final class ValueOrder implements Comparator<@Nullable Object> {
  static final ValueOrder INSTANCE = new ValueOrder();

  private ValueOrder() {}

  @Override
  public int compare(@Nullable Object a, @Nullable Object b) {
    int rank = rank(a);
    int order = Integer.compare(rank, rank(b));
    if (order != 0 || a == null || b == null) {
      return order;
    }
    return switch (rank) {
      case 0 -> Boolean.compare((Boolean) a, (Boolean) b);
      case 1 -> numbers((Number) a, (Number) b);
      case 2 -> ((Instant) a).compareTo((Instant) b);
      case 3 -> CodePoints.compare((String) a, (String) b);
      case 4 ->
          ByteString.unsignedLexicographicalComparator().compare((ByteString) a, (ByteString) b);
      default -> a.toString().compareTo(b.toString());
    };
  }

  static int rank(@Nullable Object value) {
    if (value instanceof Boolean) {
      return 0;
    }
    if (value instanceof Number) {
      return 1;
    }
    if (value instanceof Instant) {
      return 2;
    }
    if (value instanceof String) {
      return 3;
    }
    if (value instanceof ByteString) {
      return 4;
    }
    return value == null ? 6 : 5;
  }

  private static int numbers(Number a, Number b) {
    if (a instanceof Long x) {
      return b instanceof Long y ? Long.compare(x, y) : Numbers.compare(x, b.doubleValue());
    }
    return b instanceof Long y
        ? -Numbers.compare(y, a.doubleValue())
        : Numbers.compare(a.doubleValue(), b.doubleValue());
  }
}
