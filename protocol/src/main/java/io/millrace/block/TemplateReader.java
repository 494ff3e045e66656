// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link TemplateWriter} writes, and trusts none of it. Takes memory by the strings'
 * declared length and their number. Keeps its arrays. Not thread-safe.
 */
final class TemplateReader {
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
  private Shape[] shapes = new Shape[0];
  private long[] ids = new long[0];
  private byte[] bytes = new byte[0];
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
  private static final class Shape {
    private final Part[] parts;
    private int next;

    Shape(int slots) {
      parts = new Part[slots + 1];
    }
  }

  /** Reads the shapes and all that differs. */
  void read(Input in, int many, int plainLength) {
    count = many;
    bytes = in.array();
    partsUsed = 0;
    // Between two places that differ is a byte at least, as at most of them.
    valuesLeft = ((long) plainLength + many) / 2;
    int known = Numbers.bounded(in, "shapes", TemplateWriter.SHAPES_MAX);
    shapes = new Shape[known + 1];
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
      shapes[shape] = shape(in, members[shape], plainLength);
    }
  }

  private Shape shape(Input in, int members, int plainLength) {
    long slots = in.varint("slots");
    if (slots < 0 || slots > TemplateWriter.SLOTS_MAX) {
      throw in.refusal("slots", "0 to " + TemplateWriter.SLOTS_MAX, Long.toUnsignedString(slots));
    }
    valuesLeft -= slots * members;
    if (members == 0 || valuesLeft < 0) {
      throw in.refusal("slots", "as many as the strings have room for", slots);
    }
    var shape = new Shape((int) slots);
    for (int i = 0; i <= slots; i++) {
      Part part = part();
      part.literalLength = in.length("literal length");
      part.literal = in.take("literal", part.literalLength);
      shape.parts[i] = part;
    }
    for (int i = 0; i < slots; i++) {
      Part part = shape.parts[i];
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
    return shape;
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
   * @param target has room for {@code length} bytes, which must be what they take
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
        at = write(in, shapes[id], target, at, length);
      }
    }
    starts[count] = at;
    if (at != length) {
      throw in.refusal("plain length", length, at);
    }
  }

  private int write(Input in, Shape shape, byte[] target, int start, int length) {
    int place = shape.next++;
    Part[] parts = shape.parts;
    int last = parts.length - 1;
    int at = start;
    for (int i = 0; i <= last; i++) {
      Part part = parts[i];
      int literal = part.literalLength;
      check(in, length, (long) at + literal);
      copy(bytes, part.literal, target, at, literal);
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
        for (int d = at - 1; d >= at - digits; d--) {
          long rest = number / 10;
          target[d] = (byte) ('0' + (number - 10 * rest));
          number = rest;
        }
      }
    }
    return at;
  }

  /** Most literals are short; a loop is quicker for those than a call. */
  private static void copy(byte[] from, int start, byte[] to, int at, int length) {
    if (length > 12) {
      System.arraycopy(from, start, to, at, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[at + i] = from[start + i];
    }
  }

  private static int digits(long number) {
    int digits = 1;
    while (digits < Slot.DIGITS_MAX && number >= POWERS[digits]) {
      digits++;
    }
    return digits;
  }

  private static void check(Input in, int length, long end) {
    if (end > length) {
      throw in.refusal("plain length", length, "more");
    }
  }
}
