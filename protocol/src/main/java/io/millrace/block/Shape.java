// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What some strings of a sample share, and where they differ: literals with a slot between each two.
 * Matches other strings. Not thread-safe.
 */
final class Shape {
  /** A slot that holds a run of {@link Tokens#isWord} bytes, one at least. */
  static final int WORD = 0;

  /** A slot that holds what stands before a quotation mark. */
  static final int QUOTED = 1;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] literals = new byte[64];
  private int literalsLength;
  private int[] ends = new int[8];
  private int[] kinds = new int[8];
  private long[] heads = new long[8];
  private int slots;
  int members;

  /** Starts a shape without anything. */
  void clear() {
    literalsLength = 0;
    slots = 0;
    members = 0;
  }

  int slots() {
    return slots;
  }

  /** Adds bytes to the literal behind the last slot. */
  void literal(byte[] bytes, int from, int to) {
    int needed = literalsLength + to - from;
    if (needed > literals.length) {
      literals = Arrays.copyOf(literals, 2 * needed);
    }
    System.arraycopy(bytes, from, literals, literalsLength, to - from);
    literalsLength = needed;
  }

  /** Ends the literal, and adds a slot. */
  void slot(int kind) {
    end();
    kinds[slots++] = kind;
  }

  /** Ends the last literal. */
  void end() {
    if (slots + 1 > ends.length) {
      ends = Arrays.copyOf(ends, 2 * ends.length);
      kinds = Arrays.copyOf(kinds, ends.length);
      heads = Arrays.copyOf(heads, ends.length);
    }
    ends[slots] = literalsLength;
    int from = slots == 0 ? 0 : ends[slots - 1];
    long head = 0;
    for (int i = Math.min(literalsLength - from, Long.BYTES) - 1; i >= 0; i--) {
      head = head << Byte.SIZE | (literals[from + i] & 0xff);
    }
    heads[slots] = head;
  }

  /**
   * Finds the slots of a string.
   *
   * @param spans has room for two bounds per slot from {@code at} on: where it starts, and ends
   * @return whether the string has this shape
   */
  boolean match(byte[] bytes, int from, int to, int[] spans, int at) {
    int place = from;
    int literal = 0;
    int span = at;
    for (int i = 0; ; i++) {
      int length = ends[i] - literal;
      if (length > to - place || !isAt(bytes, place, literal, length, heads[i])) {
        return false;
      }
      place += length;
      literal = ends[i];
      if (i == slots) {
        return place == to;
      }
      spans[span] = place;
      place = kinds[i] == WORD ? wordEnd(bytes, place, to) : Tokens.quoteEnd(bytes, place, to);
      if (place < 0) {
        return false;
      }
      spans[span + 1] = place;
      span += 2;
    }
  }

  /** The end of the word that starts there, or -1 if none does. */
  private static int wordEnd(byte[] bytes, int from, int to) {
    int end = from;
    while (end < to && Tokens.isWord(bytes[end])) {
      end++;
    }
    return end == from ? -1 : end;
  }

  private boolean isAt(byte[] bytes, int place, int literal, int length, long head) {
    if (length <= Long.BYTES && place + Long.BYTES <= bytes.length) {
      int unused = Long.SIZE - Byte.SIZE * length;
      return length == 0 || ((long) LONG.get(bytes, place) ^ head) << unused == 0;
    }
    return Arrays.equals(bytes, place, place + length, literals, literal, literal + length);
  }
}
