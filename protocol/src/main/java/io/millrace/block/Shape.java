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

  /** Bytes that may be read behind a string. */
  static final int SLACK = 2 * Long.BYTES;

  private static final int ROOM_MIN = 16;

  private byte[] literals = new byte[64];
  private int literalsLength;
  private int[] ends = new int[8];
  private int[] kinds = new int[8];

  /** The first 8 bytes of each literal, and the last 8 of each that is longer. */
  private long[] heads = new long[8];

  private long[] tails = new long[8];
  private Slot[] found = new Slot[0];
  private int slots;

  /** How many strings the slots have room for. */
  private int room;

  /** How many strings matched since it was cleared, and the number of the first one. */
  int members;

  int first;

  /** Starts a shape without anything. */
  void clear() {
    literalsLength = 0;
    slots = 0;
    members = 0;
    room = 0;
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
      tails = Arrays.copyOf(tails, ends.length);
    }
    ends[slots] = literalsLength;
    int from = slots == 0 ? 0 : ends[slots - 1];
    int length = literalsLength - from;
    heads[slots] = word(from, Math.min(length, Long.BYTES));
    tails[slots] = length > Long.BYTES ? word(literalsLength - Long.BYTES, Long.BYTES) : 0;
  }

  private long word(int from, int length) {
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = word << Byte.SIZE | (literals[from + i] & 0xff);
    }
    return word;
  }

  /**
   * Takes a string, if it has this shape, and notes what it has in each slot.
   *
   * @param bytes has {@link #SLACK} more bytes behind the string
   * @param number the string's number
   */
  boolean match(byte[] bytes, int from, int to, int number) {
    int member = members;
    if (member >= room) {
      reserve(member);
    }
    int place = from;
    int literal = 0;
    for (int i = 0; i < slots; i++) {
      int end = ends[i];
      if (!isAt(bytes, place, to, literal, end - literal, i)) {
        return false;
      }
      place += end - literal;
      literal = end;
      Slot slot = found[i];
      place =
          kinds[i] == WORD
              ? word(slot, member, bytes, place, to)
              : quoted(slot, member, bytes, place, to);
      if (place < 0) {
        return false;
      }
    }
    int last = ends[slots] - literal;
    if (place + last != to || !isAt(bytes, place, to, literal, last, slots)) {
      return false;
    }
    first = member == 0 ? number : first;
    members = member + 1;
    return true;
  }

  /** Makes room in every slot for one more string than these. */
  private void reserve(int strings) {
    room = Math.max(ROOM_MIN, 2 * strings);
    if (found.length < slots) {
      int before = found.length;
      found = Arrays.copyOf(found, Math.max(slots, 2 * before));
      for (int i = before; i < found.length; i++) {
        found[i] = new Slot();
      }
    }
    for (int i = 0; i < slots; i++) {
      found[i].reserve(room);
    }
  }

  /** Notes the word that starts at a place; where it ends, or -1 if none starts there. */
  private static int word(Slot slot, int member, byte[] bytes, int from, int to) {
    long word = (long) Digits.LONG.get(bytes, from);
    int digits = Math.min(Digits.leading(word), to - from);
    int end = from + digits;
    if (digits > 0 && digits < Long.BYTES && (end == to || !Tokens.isWord(bytes[end]))) {
      slot.set(member, from, end, Digits.parse(word, digits));
      return end;
    }
    end = Tokens.wordEnd(bytes, from, to);
    slot.set(member, from, end, digits == 0 ? -1 : Digits.number(bytes, from, end));
    return end == from ? -1 : end;
  }

  private static int quoted(Slot slot, int member, byte[] bytes, int from, int to) {
    int end = Tokens.quoteEnd(bytes, from, to);
    slot.set(member, from, end, Digits.number(bytes, from, end));
    return end;
  }

  /** Whether the literal of a number is there. */
  private boolean isAt(byte[] bytes, int place, int to, int literal, int length, int number) {
    if (length > to - place) {
      return false;
    }
    long differs = (long) Digits.LONG.get(bytes, place) ^ heads[number];
    if (length <= Long.BYTES) {
      return length == 0 || differs << (Long.SIZE - Byte.SIZE * length) == 0;
    }
    differs |= (long) Digits.LONG.get(bytes, place + length - Long.BYTES) ^ tails[number];
    return differs == 0
        && (length <= 2 * Long.BYTES
            || Arrays.equals(bytes, place, place + length, literals, literal, literal + length));
  }
}
