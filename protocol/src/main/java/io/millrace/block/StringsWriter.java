// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lays out byte strings in the representation that suits them, as {@code docs/block-format.md}
 * tells them. The strings are gathered where they will lie if they stay plain: behind each other at
 * the end of an output. Keeps its arrays for the next strings. Not thread-safe.
 */
final class StringsWriter {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  /** Strings looked at to see whether a dictionary may be worth its while. */
  private static final int SAMPLE = 64;

  /** Fewer strings than this are not worth more than plain. */
  private static final int FEW = 4;

  /** Strings longer than this on average are neither numbered nor front coded. Unit: bytes. */
  private static final int AVERAGE_MAX = 1024;

  private final Output spare;
  private final NumbersWriter numbers;
  private int[] starts = new int[0];
  private int count;
  private Output out;
  private long[] work = new long[0];
  private int[] first = new int[0];
  private int[] table = new int[0];
  private final @Nullable TemplateWriter templates;
  private final WordsWriter words;

  /**
   * A writer without strings.
   *
   * @param spare for what it writes before it is moved; nobody else's meanwhile
   * @param words nobody else's while it writes
   * @param shapes whether it looks for shapes that strings share
   */
  StringsWriter(Output spare, NumbersWriter numbers, WordsWriter words, boolean shapes) {
    this.spare = spare;
    this.numbers = numbers;
    this.out = spare;
    this.words = words;
    this.templates = shapes ? new TemplateWriter(numbers, words) : null;
  }

  /** Starts gathering at the end of an output. */
  void begin(Output target, int countMax) {
    out = target;
    starts = Bits.ofLength(starts, countMax + 1);
    starts[0] = target.length();
    count = 0;
  }

  /** All that was written since the last end is a string. */
  void end() {
    starts[++count] = out.length();
  }

  int count() {
    return count;
  }

  /** Bytes of all strings gathered. */
  int plainLength() {
    return starts[count] - starts[0];
  }

  /** Lays out what was gathered. */
  Representation write(boolean squeezed) {
    if (count == 0) {
      return Representation.EMPTY;
    }
    out.ensure(Shape.SLACK);
    if (areEqual()) {
      out.truncate(starts[1]);
      return Representation.CONSTANT;
    }
    if (count >= FEW && plainLength() / count <= AVERAGE_MAX) {
      int entries = number();
      if (entries > 0) {
        return dictionary(entries, squeezed);
      }
      boolean sorted = isMostlyShared(Math.min(SAMPLE, count)) && isMostlyShared(count);
      if (sorted) {
        return front(shared(count), squeezed);
      }
      if (templates != null) {
        spare.clear();
        if (templates.write(spare, out.array(), starts, count, squeezed)) {
          out.truncate(starts[0]);
          out.rawBytes(spare.array(), 0, spare.length());
          return Representation.TEMPLATE;
        }
      }
      spare.clear();
      if (words.write(spare, out.array(), starts, count, squeezed)) {
        out.truncate(starts[0]);
        out.rawBytes(spare.array(), 0, spare.length());
        return Representation.WORDS;
      }
      long shared = shared(count);
      if (4 * shared >= plainLength()) {
        return front(shared, squeezed);
      }
    }
    lengths(out, squeezed);
    return Representation.PLAIN;
  }

  /** Lays out what was gathered in another output, its representation's code and length ahead. */
  Representation writeNamed(Output target, boolean squeezed) {
    int start = starts[0];
    int plain = plainLength();
    Representation as = write(squeezed);
    target.u8(as.code());
    target.varint(plain);
    target.rawBytes(out.array(), start, out.length() - start);
    return as;
  }

  private boolean areEqual() {
    byte[] bytes = out.array();
    for (int i = 1; i < count; i++) {
      if (!equal(bytes, i - 1, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean equal(byte[] bytes, int i, int j) {
    int from = starts[i];
    int other = starts[j];
    int length = starts[i + 1] - from;
    if (length != starts[j + 1] - other) {
      return false;
    }
    if (length <= Long.BYTES) {
      long differs = (long) Digits.LONG.get(bytes, from) ^ (long) Digits.LONG.get(bytes, other);
      return length == 0 || differs << (Long.SIZE - Byte.SIZE * length) == 0;
    }
    return Arrays.equals(bytes, from, from + length, bytes, other, other + length);
  }

  private void lengths(Output target, boolean squeezed) {
    work = Bits.ofLength(work, count);
    for (int i = 0; i < count; i++) {
      work[i] = (long) starts[i + 1] - starts[i];
    }
    numbers.writeNamed(target, work, count, squeezed);
  }

  /**
   * Numbers the distinct strings by their first places, into {@link #first} and {@link #work}.
   *
   * @return how many there are, or 0 if too many
   */
  private int number() {
    int sample = Math.min(SAMPLE, count);
    if (number(sample, sample * 3 / 4) == 0) {
      return 0;
    }
    return number(count, count / 2);
  }

  private int number(int among, int most) {
    int slots = Integer.highestOneBit(Math.max(2, most)) * 4;
    table = Bits.ofLength(table, slots);
    Arrays.fill(table, 0, slots, 0);
    work = Bits.ofLength(work, among);
    first = Bits.ofLength(first, most);
    byte[] bytes = out.array();
    int entries = 0;
    for (int i = 0; i < among; i++) {
      int slot = (int) hash(bytes, starts[i], starts[i + 1]) & (slots - 1);
      int entry = table[slot];
      while (entry != 0 && !equal(bytes, first[entry - 1], i)) {
        slot = (slot + 1) & (slots - 1);
        entry = table[slot];
      }
      if (entry == 0) {
        if (entries == most) {
          return 0;
        }
        first[entries++] = i;
        table[slot] = entries;
        entry = entries;
      }
      work[i] = entry - 1L;
    }
    return entries;
  }

  /**
   * A hash, well mixed in its lower half.
   *
   * @param bytes has {@link Shape#SLACK} more bytes behind the string
   */
  static long hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      hash = (hash ^ (long) Digits.LONG.get(bytes, at)) * MIX;
      hash ^= hash >>> 32;
    }
    if (at < to) {
      long rest = (long) Digits.LONG.get(bytes, at) & -1L >>> (Long.SIZE - Byte.SIZE * (to - at));
      hash = (hash ^ rest) * MIX;
    }
    return hash ^ hash >>> 32;
  }

  private Representation dictionary(int entries, boolean squeezed) {
    byte[] bytes = out.array();
    int length = 0;
    for (int i = 0; i < entries; i++) {
      length += starts[first[i] + 1] - starts[first[i]];
    }
    spare.clear();
    spare.varint(entries);
    spare.varint(length);
    for (int i = 0; i < entries; i++) {
      int from = starts[first[i]];
      spare.rawBytes(bytes, from, starts[first[i] + 1] - from);
    }
    long[] indexes = work;
    int at = spare.length();
    numbers.writeNamed(spare, indexes, count, squeezed);
    for (int i = 0; i < entries; i++) {
      indexes[i] = (long) starts[first[i] + 1] - starts[first[i]];
    }
    int end = spare.length();
    numbers.writeNamed(spare, indexes, entries, squeezed);
    out.truncate(starts[0]);
    out.rawBytes(spare.array(), 0, at);
    out.rawBytes(spare.array(), end, spare.length() - end);
    out.rawBytes(spare.array(), at, end - at);
    return Representation.DICTIONARY;
  }

  /** Whether three quarters of some strings are what the one before starts with, as if sorted. */
  private boolean isMostlyShared(int among) {
    return 4 * shared(among) >= 3L * (starts[among] - starts[0]);
  }

  /** Bytes that strings share with the start of the string before, into {@link #work}. */
  private long shared(int among) {
    byte[] bytes = out.array();
    work = Bits.ofLength(work, among);
    work[0] = 0;
    long all = 0;
    for (int i = 1; i < among; i++) {
      int from = starts[i];
      int same = Arrays.mismatch(bytes, starts[i - 1], from, bytes, from, starts[i + 1]);
      work[i] = same < 0 ? from - starts[i - 1] : same;
      all += work[i];
    }
    return all;
  }

  private Representation front(long shared, boolean squeezed) {
    byte[] bytes = out.array();
    spare.clear();
    spare.varint(plainLength() - shared);
    for (int i = 0; i < count; i++) {
      int from = starts[i] + (int) work[i];
      spare.rawBytes(bytes, from, starts[i + 1] - from);
    }
    numbers.writeNamed(spare, work, count, squeezed);
    for (int i = 0; i < count; i++) {
      work[i] = starts[i + 1] - starts[i] - work[i];
    }
    numbers.writeNamed(spare, work, count, squeezed);
    out.truncate(starts[0]);
    out.rawBytes(spare.array(), 0, spare.length());
    return Representation.FRONT;
  }
}
