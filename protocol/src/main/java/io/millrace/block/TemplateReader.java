// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what {@link TemplateWriter} writes, and trusts none of it. Takes memory by the strings'
 * declared length and their number. Keeps its arrays. Not thread-safe.
 */
final class TemplateReader {
  /** Bytes that are copied at once. */
  static final int AT_ONCE = 16;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[] POWERS = new long[Slot.DIGITS_MAX + 1];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private final List<Part> kept = new ArrayList<>();
  private final Strings others = new Strings();
  private Form[] forms = new Form[0];
  private long[] ids = new long[0];
  private byte[] literals = new byte[64];
  private int literalsLength;
  private int count;
  private int partsUsed;
  private long valuesLeft;

  /** A literal, and what differs behind it. */
  private static final class Part {
    private int literal;
    private int literalLength;
    private int kind;
    private long[] numbers = new long[0];
    private final Strings texts = new Strings();
  }

  /** Strings that differ only in their parts; the last literal has nothing behind it. */
  private static final class Form {
    private final Part[] parts;
    private int next;

    Form(int slots) {
      parts = new Part[slots + 1];
    }
  }

  /** Reads the shapes and all that differs. */
  void read(Input in, int many, int plainLength) {
    count = many;
    literalsLength = 0;
    partsUsed = 0;
    // Between two places that differ is a byte at least, as at most of them.
    valuesLeft = ((long) plainLength + many) / 2;
    int known = Numbers.bounded(in, "shapes", TemplateWriter.SHAPES_MAX);
    forms = new Form[known + 1];
    ids = Bits.ofLength(ids, many);
    Numbers.readNamed(in, many, ids, 0, 0);
    var members = new int[known + 1];
    for (int i = 0; i < many; i++) {
      if (ids[i] < 0 || ids[i] > known) {
        throw in.refusal("shape", "0 to " + known, ids[i]);
      }
      members[(int) ids[i]]++;
    }
    if (members[0] > 0) {
      others.readNamed(in, members[0], plainLength);
    }
    for (int shape = 1; shape <= known; shape++) {
      forms[shape] = form(in, members[shape], plainLength);
    }
  }

  private Form form(Input in, int members, int plainLength) {
    long slots = in.varint("slots");
    if (slots < 0 || slots > TemplateWriter.SLOTS_MAX) {
      throw in.refusal("slots", "0 to " + TemplateWriter.SLOTS_MAX, Long.toUnsignedString(slots));
    }
    valuesLeft -= slots * members;
    if (members == 0 || valuesLeft < 0) {
      throw in.refusal("slots", "as many as the strings have room for", slots);
    }
    var form = new Form((int) slots);
    for (int i = 0; i <= slots; i++) {
      Part part = part();
      part.literalLength = in.length("literal length");
      keepLiteral(in, part);
      form.parts[i] = part;
    }
    for (int i = 0; i < slots; i++) {
      Part part = form.parts[i];
      part.kind = in.u8("slot kind");
      if (part.kind > Slot.NATURAL) {
        throw in.refusal("slot kind", "0 to " + Slot.NATURAL, part.kind);
      }
      if (part.kind == Slot.TEXT) {
        part.texts.readNamed(in, members, plainLength);
      } else {
        numbers(in, part, members);
      }
    }
    return form;
  }

  /** Literals lie where 16 bytes can be read from the start of each. */
  private void keepLiteral(Input in, Part part) {
    int length = part.literalLength;
    int from = in.take("literal", length);
    int needed = literalsLength + length + AT_ONCE;
    literals = needed <= literals.length ? literals : Arrays.copyOf(literals, 2 * needed);
    System.arraycopy(in.array(), from, literals, literalsLength, length);
    part.literal = literalsLength;
    literalsLength += length;
  }

  private static void numbers(Input in, Part part, int members) {
    part.numbers = Bits.ofLength(part.numbers, members);
    Numbers.readNamed(in, members, part.numbers, 0, 0);
    long end = POWERS[Math.min(part.kind, Slot.DIGITS_MAX)];
    for (int i = 0; i < members; i++) {
      if (part.numbers[i] < 0 || part.numbers[i] >= end) {
        throw in.refusal("slot's number", "0 to " + (end - 1), part.numbers[i]);
      }
    }
  }

  private Part part() {
    if (partsUsed == kept.size()) {
      kept.add(new Part());
    }
    return kept.get(partsUsed++);
  }

  /**
   * Puts the strings together.
   *
   * @param target has room for {@code length} bytes, which must be what they take, and for {@link
   *     #AT_ONCE} more
   * @param starts is told where each string starts, and the last one ends
   */
  void write(Input in, byte[] target, int length, int[] starts) {
    int at = 0;
    int other = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      int id = (int) ids[i];
      if (id == 0) {
        int more = others.length(other);
        check(in, length, (long) at + more);
        others.copyTo(other++, target, at);
        at += more;
      } else {
        at = write(in, forms[id], target, at, length);
      }
    }
    starts[count] = at;
    if (at != length) {
      throw in.refusal("plain length", length, at);
    }
  }

  private int write(Input in, Form form, byte[] target, int start, int length) {
    int place = form.next++;
    Part[] parts = form.parts;
    int last = parts.length - 1;
    int at = start;
    for (int i = 0; i <= last; i++) {
      Part part = parts[i];
      int literal = part.literalLength;
      check(in, length, (long) at + literal);
      if (literal <= AT_ONCE) {
        copyAtOnce(literals, part.literal, target, at);
      } else {
        System.arraycopy(literals, part.literal, target, at, literal);
      }
      at += literal;
      if (i == last) {
        return at;
      }
      if (part.kind == Slot.TEXT) {
        int more = part.texts.length(place);
        check(in, length, (long) at + more);
        part.texts.copyTo(place, target, at);
        at += more;
      } else {
        long number = part.numbers[place];
        int digits = part.kind == Slot.NATURAL ? digits(number) : part.kind;
        check(in, length, (long) at + digits);
        at += digits;
        writeDigits(number, target, at, digits);
      }
    }
    return at;
  }

  /** Copies 16 bytes, of which the caller wants the first few: quicker than to count them. */
  static void copyAtOnce(byte[] from, int start, byte[] to, int at) {
    LONG.set(to, at, (long) LONG.get(from, start));
    LONG.set(to, at + Long.BYTES, (long) LONG.get(from, start + Long.BYTES));
  }

  private static void writeDigits(long number, byte[] target, int end, int digits) {
    int at = end;
    int left = digits;
    long rest = number;
    while (rest > Integer.MAX_VALUE && left >= 2) {
      long hundreds = rest / 100;
      at = writePair((int) (rest - 100 * hundreds), target, at);
      rest = hundreds;
      left -= 2;
    }
    int small = (int) rest;
    for (; left >= 2; left -= 2) {
      int hundreds = small / 100;
      at = writePair(small - 100 * hundreds, target, at);
      small = hundreds;
    }
    if (left > 0) {
      target[at - 1] = (byte) ('0' + small % 10);
    }
  }

  private static int writePair(int number, byte[] target, int end) {
    int tens = (number * 103) >>> 10;
    target[end - 2] = (byte) ('0' + tens);
    target[end - 1] = (byte) ('0' + number - 10 * tens);
    return end - 2;
  }

  private static int digits(long number) {
    long odd = number | 1;
    int about = ((Long.SIZE - Long.numberOfLeadingZeros(odd)) * 1233) >>> 12;
    return about + (odd >= POWERS[about] ? 1 : 0);
  }

  private static void check(Input in, int length, long end) {
    if (end > length) {
      throw in.refusal("plain length", length, "more");
    }
  }
}
