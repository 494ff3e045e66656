// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/**
 * A literal of a shape, and what differs behind it in each string, ready to be put in: up to 16
 * bytes of each string in longs, of which the writer stores too much rather than count. Keeps its
 * arrays. Not thread-safe.
 */
final class TemplatePart {
  /** Bytes that are written at once, wanted or not. */
  static final int AT_ONCE = 16;

  private enum Form {
    /** There is nothing: it is the last literal. */
    NONE,
    /** Up to 8 bytes each. */
    SHORT,
    /** Up to 16 bytes each. */
    MIDDLE,
    /** Texts of any length. */
    TEXTS
  }

  private final Strings texts = new Strings();
  private byte[] literal = new byte[0];
  private int literalLength;
  private long literalHead;
  private long literalTail;
  private Form form = Form.NONE;
  private long[] heads = new long[0];
  private long[] tails = new long[0];
  private byte[] lengths = new byte[0];

  /** Reads the literal; what there was before is gone. */
  void readLiteral(Input in) {
    form = Form.NONE;
    literalLength = in.length("literal length");
    int from = in.take("literal", literalLength);
    int room = Math.max(AT_ONCE, literalLength);
    literal = literal.length >= room ? literal : new byte[room];
    System.arraycopy(in.array(), from, literal, 0, literalLength);
    literalHead = (long) Digits.LONG.get(literal, 0);
    literalTail = (long) Digits.LONG.get(literal, Long.BYTES);
  }

  /**
   * Reads what differs.
   *
   * @param members how many strings there are, from 1
   * @param lengthMax bytes of all that differs, at most
   */
  void readSlot(Input in, int members, int lengthMax) {
    int kind = in.u8("slot kind");
    if (kind > Slot.NATURAL) {
      throw in.refusal("slot kind", "0 to " + Slot.NATURAL, kind);
    }
    heads = Bits.ofLength(heads, members);
    lengths = lengths.length >= members ? lengths : new byte[members];
    if (kind == Slot.TEXT) {
      readTexts(in, members, lengthMax);
    } else {
      readNumbers(in, kind, members);
    }
  }

  private void readTexts(Input in, int members, int lengthMax) {
    texts.readNamed(in, members, lengthMax);
    int longest = texts.longest();
    if (longest > AT_ONCE) {
      form = Form.TEXTS;
    } else if (longest > Long.BYTES) {
      form = Form.MIDDLE;
      tails = Bits.ofLength(tails, members);
      texts.words(heads, tails, lengths);
    } else {
      form = Form.SHORT;
      texts.words(heads, null, lengths);
    }
  }

  private void readNumbers(Input in, int kind, int members) {
    Numbers.readNamed(in, members, heads, 0, 0);
    long end = Digits.end(Math.min(kind, Slot.DIGITS_MAX));
    long all = 0;
    long beyond = 0;
    for (int i = 0; i < members; i++) {
      all |= heads[i];
      beyond |= end - 1 - heads[i];
    }
    if ((all | beyond) < 0) {
      throw in.refusal("slot's number", "0 to " + (end - 1), "another");
    }
    // At least the greatest, and below twice as much.
    long most = Math.min(all, end - 1);
    int digits = kind == Slot.NATURAL ? Digits.count(most) : kind;
    form = Form.SHORT;
    if (digits > AT_ONCE) {
      form = Form.TEXTS;
      int[] starts = new int[members + 1];
      texts.take(
          Digits.write(heads, members, kind == Slot.NATURAL ? 0 : kind, starts), starts, members);
    } else if (digits > Long.BYTES) {
      form = Form.MIDDLE;
      tails = Bits.ofLength(tails, members);
      wide(members, kind == Slot.NATURAL ? 0 : kind);
    } else if (kind == Slot.NATURAL) {
      Digits.naturals(heads, lengths, members, most);
    } else {
      Digits.fixed(heads, members, kind);
      Arrays.fill(lengths, 0, members, (byte) kind);
    }
  }

  /** Numbers of which one has more than 8 digits, and none more than 16. */
  private void wide(int members, int fixedDigits) {
    for (int i = 0; i < members; i++) {
      long number = heads[i];
      int digits = fixedDigits > 0 ? fixedDigits : Digits.count(number);
      long above = number / Digits.EIGHT_END;
      long lower = Digits.eight(number - Digits.EIGHT_END * above);
      if (digits <= Long.BYTES) {
        heads[i] = lower >>> (Long.SIZE - Byte.SIZE * digits);
      } else {
        long upper = Digits.eight(above);
        int unused = 2 * Long.SIZE - Byte.SIZE * digits;
        heads[i] = unused == 0 ? upper : upper >>> unused | lower << (Long.SIZE - unused);
        tails[i] = lower >>> unused;
      }
      lengths[i] = (byte) digits;
    }
  }

  /**
   * Writes the literal and what differs in one string.
   *
   * @param member the string's place among those of the shape
   * @param target has room for {@code end} bytes and for {@link #AT_ONCE} more, twice
   * @param at where to write, at most {@code end}
   * @return where the next part is to be written; not written as a whole if that is beyond the end
   */
  int write(int member, byte[] target, int at, int end) {
    int place = at + literalLength;
    if (literalLength <= AT_ONCE) {
      Digits.LONG.set(target, at, literalHead);
      if (literalLength > Long.BYTES) {
        Digits.LONG.set(target, at + Long.BYTES, literalTail);
      }
    } else if (place <= end && place > 0) {
      System.arraycopy(literal, 0, target, at, literalLength);
    } else {
      return Integer.MAX_VALUE;
    }
    if (form == Form.SHORT) {
      Digits.LONG.set(target, place, heads[member]);
      return place + lengths[member];
    }
    if (form == Form.MIDDLE) {
      Digits.LONG.set(target, place, heads[member]);
      Digits.LONG.set(target, place + Long.BYTES, tails[member]);
      return place + lengths[member];
    }
    return form == Form.NONE ? place : writeText(member, target, place, end);
  }

  private int writeText(int member, byte[] target, int at, int end) {
    int length = texts.length(member);
    if (length > end - at) {
      return Integer.MAX_VALUE;
    }
    texts.copyTo(member, target, at);
    return at + length;
  }

  /** Lets go of what was read, and of arrays that are too long to keep. */
  void clear(int keptMax) {
    texts.clear();
    if (heads.length > keptMax) {
      heads = new long[0];
      lengths = new byte[0];
    }
    tails = tails.length > keptMax ? new long[0] : tails;
    literal = literal.length > keptMax ? new byte[0] : literal;
  }
}
