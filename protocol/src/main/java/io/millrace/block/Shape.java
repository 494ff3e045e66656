// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/**
 * What some strings of a sample share, and where they differ: literals with a slot between each
 * two. Matches other strings. Not thread-safe.
 */
final class Shape {
  /** A slot that holds a run of {@link Tokens#isWord} bytes, one at least. */
  static final int WORD = 0;

  /** A slot that holds what stands before a quotation mark. */
  static final int QUOTED = 1;

  private byte[] literals = new byte[64];
  private int literalsLength;
  private int[] ends = new int[8];
  private int[] kinds = new int[8];
  private long[] heads = new long[8];
  private Slot[] found = new Slot[0];
  private int slots;

  /** How many strings matched since it was cleared, and the number of the first one. */
  int members;

  int first;

  /** Starts a shape without anything. */
  void clear() {
    literalsLength = 0;
    slots = 0;
    members = 0;
  }

  int slots() {
    return slots;
  }

  /** What the strings that matched have at a place that differs. */
  Slot found(int i) {
    return found[i];
  }

  /** Lets go of what was found, if it is too long to keep. */
  void trim(int keptMax) {
    for (Slot slot : found) {
      slot.clear(keptMax);
    }
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
   * Takes a string, if it has this shape, and notes what it has in each slot.
   *
   * @param number the string's number
   */
  boolean match(byte[] bytes, int from, int to, int number) {
    int place = from;
    int literal = 0;
    int member = members;
    reserve(member);
    for (int i = 0; ; i++) {
      int length = ends[i] - literal;
      if (length > to - place || !isAt(bytes, place, literal, length, heads[i])) {
        return false;
      }
      place += length;
      literal = ends[i];
      if (i == slots) {
        break;
      }
      place = kinds[i] == WORD ? word(found[i], bytes, place, to) : quoted(found[i], bytes, place, to);
      if (place < 0) {
        return false;
      }
    }
    if (place != to) {
      return false;
    }
    first = member == 0 ? number : first;
    members = member + 1;
    return true;
  }

  private void reserve(int strings) {
    if (found.length < slots) {
      int before = found.length;
      found = Arrays.copyOf(found, Math.max(slots, 2 * before));
      for (int i = before; i < found.length; i++) {
        found[i] = new Slot();
      }
    }
    for (int i = 0; i < slots; i++) {
      found[i].reserve(strings);
    }
  }

  /** Notes the word that starts at a place; where it ends, or -1 if none starts there. */
  private int word(Slot slot, byte[] bytes, int from, int to) {
    int member = members;
    slot.from[member] = from;
    if (from + Long.BYTES < bytes.length) {
      long word = (long) Digits.LONG.get(bytes, from);
      int digits = Math.min(Digits.leading(word), to - from);
      int end = from + digits;
      if (digits > 0 && digits < Long.BYTES && (end == to || !Tokens.isWord(bytes[end]))) {
        slot.to[member] = end;
        slot.values[member] = Digits.parse(word, digits);
        return end;
      }
    }
    int end = Tokens.wordEnd(bytes, from, to);
    slot.to[member] = end;
    slot.values[member] = Digits.number(bytes, from, end);
    return end == from ? -1 : end;
  }

  private int quoted(Slot slot, byte[] bytes, int from, int to) {
    int end = Tokens.quoteEnd(bytes, from, to);
    slot.from[members] = from;
    slot.to[members] = end;
    slot.values[members] = Digits.number(bytes, from, end);
    return end;
  }

  private boolean isAt(byte[] bytes, int place, int literal, int length, long head) {
    if (length <= Long.BYTES && place + Long.BYTES <= bytes.length) {
      int unused = Long.SIZE - Byte.SIZE * length;
      return length == 0 || ((long) Digits.LONG.get(bytes, place) ^ head) << unused == 0;
    }
    return Arrays.equals(bytes, place, place + length, literals, literal, literal + length);
  }
}
