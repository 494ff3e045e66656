// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

/**
 * What differs at one place between strings of one shape, while it is written: a span of each
 * string, and the constant bytes ahead of it. Keeps its arrays. Not thread-safe.
 */
final class Slot {
  /** Digits whose number surely fits 63 bits. */
  static final int DIGITS_MAX = Digits.MOST;

  /** Kinds, as stored. */
  static final int TEXT = 0;

  /** Digits without a leading zero. From 1 to {@link #DIGITS_MAX}: so many digits. */
  static final int NATURAL = 19;

  int[] from = new int[0];
  int[] to = new int[0];
  long[] values = new long[0];
  int count;
  int kind;

  void clear(int countMax) {
    from = Bits.ofLength(from, countMax);
    to = Bits.ofLength(to, countMax);
    count = 0;
  }

  void add(int start, int end) {
    from[count] = start;
    to[count++] = end;
  }

  /** Finds out what the spans are; takes off what they share, if that makes them numbers. */
  void settle(byte[] bytes) {
    values = Bits.ofLength(values, count);
    kind = numbers(bytes);
    if (kind == TEXT) {
      trim(bytes);
      kind = numbers(bytes);
    }
  }

  /**
   * Takes off the bytes that all spans start with and end with, but no digit next to what differs.
   */
  private void trim(byte[] bytes) {
    int start = from[0];
    int ahead = to[0] - start;
    int behind = ahead;
    for (int i = 1; i < count; i++) {
      ahead = Math.min(ahead, sharedAhead(bytes, start, from[i], Math.min(ahead, to[i] - from[i])));
    }
    while (ahead > 0 && isDigit(bytes[start + ahead - 1])) {
      ahead--;
    }
    behind -= ahead;
    for (int i = 1; i < count; i++) {
      int most = Math.min(behind, to[i] - from[i] - ahead);
      behind = Math.min(behind, sharedBehind(bytes, to[0], to[i], most));
    }
    while (behind > 0 && isDigit(bytes[to[0] - behind])) {
      behind--;
    }
    for (int i = 0; i < count; i++) {
      from[i] += ahead;
      to[i] -= behind;
    }
  }

  private static int sharedAhead(byte[] bytes, int a, int b, int most) {
    int same = 0;
    while (same < most && bytes[a + same] == bytes[b + same]) {
      same++;
    }
    return same;
  }

  private static int sharedBehind(byte[] bytes, int aEnd, int bEnd, int most) {
    int same = 0;
    while (same < most && bytes[aEnd - 1 - same] == bytes[bEnd - 1 - same]) {
      same++;
    }
    return same;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /**
   * Reads the spans as numbers, into {@link #values}.
   *
   * @return {@link #NATURAL}, or how many digits each has, or {@link #TEXT} if they are no numbers
   */
  private int numbers(byte[] bytes) {
    int width = to[0] - from[0];
    boolean fixed = true;
    boolean natural = true;
    for (int i = 0; i < count; i++) {
      int start = from[i];
      int length = to[i] - start;
      if (length < 1 || length > DIGITS_MAX) {
        return TEXT;
      }
      long value = 0;
      for (int at = start; at < to[i]; at++) {
        int digit = bytes[at] - '0';
        if (digit < 0 || digit > 9) {
          return TEXT;
        }
        value = 10 * value + digit;
      }
      fixed &= length == width;
      natural &= length == 1 || bytes[start] != '0';
      if (!fixed && !natural) {
        return TEXT;
      }
      values[i] = value;
    }
    return natural ? NATURAL : width;
  }
}
