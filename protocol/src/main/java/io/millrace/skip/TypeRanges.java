// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Between what a field's values lie, type by type; null where a block has none of a type.
 *
 * @param text of UTF-8
 * @param longs whole numbers
 * @param doubles others
 * @param truths false as 0, true as 1
 * @param times milliseconds since 1970-01-01T00:00Z
 */
record TypeRanges(
    @Nullable ByteRange text,
    @Nullable LongRange longs,
    @Nullable DoubleRange doubles,
    @Nullable LongRange truths,
    @Nullable LongRange times) {

  /** Both ends inclusive. */
  record LongRange(long min, long max) {
    boolean meets(@Nullable Long from, @Nullable Long to) {
      return (to == null || min <= to) && (from == null || max >= from);
    }

    /** Compared as doubles: widening keeps the order, so that nothing is lost. */
    boolean meets(@Nullable Double from, @Nullable Double to) {
      return (to == null || (double) min <= to) && (from == null || (double) max >= from);
    }
  }

  /** Both ends inclusive and finite. */
  record DoubleRange(double min, double max) {
    boolean meets(@Nullable Double from, @Nullable Double to) {
      return (to == null || min <= to) && (from == null || max >= from);
    }
  }

  /**
   * Whether a value from {@code from} to {@code to} may be there, both inclusive, null for without
   * bound. Values are compared with bounds of their own kind only: text, number, truth, time.
   */
  boolean meet(@Nullable Object from, @Nullable Object to) {
    if (isOr(String.class, from, to)) {
      return text != null && text.meets(utf8(from), utf8(to));
    }
    if (isOr(Boolean.class, from, to)) {
      return truths != null && truths.meets(truth(from), truth(to));
    }
    if (isOr(Instant.class, from, to)) {
      return times != null && times.meets(timeMs(from), timeMs(to));
    }
    if (isOr(Number.class, from, to)) {
      return longsMeet(from, to) || (doubles != null && doubles.meets(wide(from), wide(to)));
    }
    return false;
  }

  private boolean longsMeet(@Nullable Object from, @Nullable Object to) {
    if (longs == null) {
      return false;
    }
    boolean whole = isWholeOrNull(from) && isWholeOrNull(to);
    return whole ? longs.meets(whole(from), whole(to)) : longs.meets(wide(from), wide(to));
  }

  private static boolean isOr(Class<?> type, @Nullable Object from, @Nullable Object to) {
    return (from == null || type.isInstance(from)) && (to == null || type.isInstance(to));
  }

  private static boolean isWholeOrNull(@Nullable Object bound) {
    return bound == null || bound instanceof Long || bound instanceof Integer;
  }

  private static @Nullable ByteString utf8(@Nullable Object bound) {
    return bound == null ? null : ByteString.copyFromUtf8((String) bound);
  }

  private static @Nullable Long whole(@Nullable Object bound) {
    return bound == null ? null : ((Number) bound).longValue();
  }

  private static @Nullable Double wide(@Nullable Object bound) {
    return bound == null ? null : ((Number) bound).doubleValue();
  }

  private static @Nullable Long truth(@Nullable Object bound) {
    return bound == null ? null : Long.valueOf((boolean) bound ? 1 : 0);
  }

  private static @Nullable Long timeMs(@Nullable Object bound) {
    return bound == null ? null : timeMs((Instant) bound);
  }

  /** To the millisecond before; beyond 2^63 ms it is the last one there is. */
  static long timeMs(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
