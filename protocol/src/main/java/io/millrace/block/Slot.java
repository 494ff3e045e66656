// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/**
 * What differs at one place between strings of one shape, while it is written: a span of each
 * string, and the number that it is, if it is one. Keeps its arrays. Not thread-safe.
 */
final class Slot {
  /** Digits whose number surely fits 63 bits. */
  static final int DIGITS_MAX = Digits.MOST;

  /** Kinds, as stored. */
  static final int TEXT = 0;

  /** Digits without a leading zero. From 1 to {@link #DIGITS_MAX}: so many digits. */
  static final int NATURAL = 19;

  /** Where each span starts, in the upper half, and ends. */
  private long[] spans = new long[0];

  /** What the spans are as numbers; below 0 for one that is none. */
  private long[] values = new long[0];

  private int count;
  private int kind;

  /** What the spans are, once {@link #settle} found out: a kind, as stored. */
  int kind() {
    return kind;
  }

  /** How many spans there are. */
  int count() {
    return count;
  }

  /** The spans as numbers, unless they are texts. */
  long[] values() {
    return values;
  }

  int from(int i) {
    return (int) (spans[i] >>> Integer.SIZE);
  }

  int to(int i) {
    return (int) spans[i];
  }

  /** Notes a span and its number; below 0 if it is none. There is room for it. */
  void set(int i, int from, int to, long value) {
    spans[i] = (long) from << Integer.SIZE | (to & 0xffffffffL);
    values[i] = value;
  }

  /** Makes room for so many spans. */
  void reserve(int strings) {
    if (spans.length < strings) {
      spans = Arrays.copyOf(spans, strings);
      values = Arrays.copyOf(values, strings);
    }
  }

  /** Lets go of arrays that are too long to keep. */
  void clear(int keptMax) {
    if (spans.length > keptMax) {
      spans = new long[0];
      values = new long[0];
    }
  }

  /**
   * Finds out what the spans are; takes off what they share, if that makes them numbers.
   *
   * @param strings how many spans there are, from 1
   */
  void settle(byte[] bytes, int strings) {
    count = strings;
    kind = findKind();
    if (kind == TEXT) {
      trim(bytes);
      boolean numbers = true;
      for (int i = 0; i < count && numbers; i++) {
        values[i] = Digits.number(bytes, from(i), to(i));
        numbers = values[i] >= 0;
      }
      kind = numbers ? findKind() : TEXT;
    }
  }

  /**
   * Takes off the bytes that all spans start with and end with, but no digit next to what differs.
   */
  private void trim(byte[] bytes) {
    int start = from(0);
    int end = to(0);
    int ahead = end - start;
    int behind = ahead;
    for (int i = 1; i < count && (ahead | behind) != 0; i++) {
      int length = to(i) - from(i);
      ahead = Math.min(ahead, sharedAhead(bytes, start, from(i), Math.min(ahead, length)));
      behind = Math.min(behind, sharedBehind(bytes, end, to(i), Math.min(behind, length)));
    }
    while (ahead > 0 && isDigit(bytes[start + ahead - 1])) {
      ahead--;
    }
    for (int i = 0; i < count; i++) {
      behind = Math.min(behind, to(i) - from(i) - ahead);
    }
    while (behind > 0 && isDigit(bytes[end - behind])) {
      behind--;
    }
    if ((ahead | behind) == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      set(i, from(i) + ahead, to(i) - behind, -1);
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

  private int findKind() {
    int width = to(0) - from(0);
    boolean fixed = true;
    boolean natural = true;
    for (int i = 0; i < count; i++) {
      int length = to(i) - from(i);
      if (values[i] < 0) {
        return TEXT;
      }
      fixed &= length == width;
      natural &= length == 1 || values[i] >= Digits.end(length - 1);
    }
    return natural ? NATURAL : fixed ? width : TEXT;
  }
}
