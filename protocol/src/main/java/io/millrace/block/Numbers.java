// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/** Reads what {@link NumbersWriter} writes, and trusts none of it. Thread-safe. */
final class Numbers {
  private Numbers() {}

  /** Reads a representation's code, then numbers in it. */
  static void readNamed(Input in, int count, long[] to, int at, int depth) {
    read(in, representation(in, "numbers"), count, to, at, depth);
  }

  static Representation representation(Input in, String what) {
    int code = in.u8(what);
    Representation representation = Representation.of(code);
    if (representation == null) {
      throw in.refusal(what, "a known representation", code);
    }
    return representation;
  }

  /**
   * Reads numbers.
   *
   * @param count how many, 0 up
   * @param to has room for them from {@code at} on
   * @param depth how many representations this one is within
   */
  static void read(Input in, Representation as, int count, long[] to, int at, int depth) {
    if (depth >= NumbersWriter.DEPTH_MAX) {
      throw in.refusal("numbers", "at most " + NumbersWriter.DEPTH_MAX + " within", depth);
    }
    if ((count == 0) != (as == Representation.EMPTY)) {
      throw in.refusal("numbers", "empty if and only if there are none", as.label());
    }
    switch (as) {
      case EMPTY -> {}
      case CONSTANT -> Arrays.fill(to, at, at + count, in.zigzag("constant"));
      case PACKED -> packed(in, count, to, at);
      case PLANES -> planes(in, count, to, at);
      case RUNS -> runs(in, count, to, at, depth);
      case DELTA -> delta(in, count, to, at, depth);
      case DICTIONARY -> dictionary(in, count, to, at, depth);
      default -> throw in.refusal("numbers", "a representation of numbers", as.label());
    }
  }

  private static void packed(Input in, int count, long[] to, int at) {
    long min = in.zigzag("least number");
    int width = in.u8("width");
    if (!Bits.isWidth(width)) {
      throw in.refusal("width", "1 to 56, or 64", width);
    }
    int length = Bits.packedBytes(count, width);
    int start = in.take("packed numbers", length);
    int spare = (int) (8L * length - (long) count * width);
    if (spare > 0 && (in.array()[start + length - 1] & 0xff) >>> (8 - spare) != 0) {
      throw in.refusal("packed numbers", "no bits after the last number", "some");
    }
    Bits.unpack(in.array(), start, count, min, width, to, at);
  }

  private static void planes(Input in, int count, long[] to, int at) {
    long min = in.zigzag("least number");
    int planes = in.u8("planes");
    if (planes < 1 || planes > Long.BYTES) {
      throw in.refusal("planes", "1 to " + Long.BYTES, planes);
    }
    int start = in.take("planes", (long) planes * count);
    Bits.merge(in.array(), start, count, min, planes, to, at);
  }

  private static void runs(Input in, int count, long[] to, int at, int depth) {
    int runs = bounded(in, "runs", count);
    long[] both = new long[2 * runs];
    readNamed(in, runs, both, 0, depth + 1);
    readNamed(in, runs, both, runs, depth + 1);
    int place = at;
    for (int i = 0; i < runs; i++) {
      long length = both[i];
      if (length < 1 || length > at + count - place) {
        throw in.refusal("run", "1 to " + (at + count - place), length);
      }
      Arrays.fill(to, place, place + (int) length, both[runs + i]);
      place += (int) length;
    }
    if (place != at + count) {
      throw in.refusal("runs", count + " numbers", place - at);
    }
  }

  private static void delta(Input in, int count, long[] to, int at, int depth) {
    long sum = in.zigzag("first number");
    to[at] = sum;
    readNamed(in, count - 1, to, at + 1, depth + 1);
    for (int i = at + 1; i < at + count; i++) {
      sum += to[i];
      to[i] = sum;
    }
  }

  private static void dictionary(Input in, int count, long[] to, int at, int depth) {
    int entries = bounded(in, "distinct numbers", count);
    long[] distinct = new long[entries];
    readNamed(in, entries, distinct, 0, depth + 1);
    readNamed(in, count, to, at, depth + 1);
    for (int i = at; i < at + count; i++) {
      long entry = to[i];
      if (entry < 0 || entry >= entries) {
        throw in.refusal("number's place", "0 to " + (entries - 1), entry);
      }
      to[i] = distinct[(int) entry];
    }
  }

  /** A count from 1 to a maximum. */
  static int bounded(Input in, String what, int max) {
    long value = in.varint(what);
    if (value < 1 || value > max) {
      throw in.refusal(what, "1 to " + max, Long.toUnsignedString(value));
    }
    return (int) value;
  }
}
