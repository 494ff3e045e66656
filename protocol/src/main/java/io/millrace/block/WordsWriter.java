// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/**
 * Lays out strings of few distinct words, such as messages of a log, as those words and which of
 * them each string is made of: a codec then sees numbers where it would have to find each word
 * again. A word is what stands between two spaces, be it nothing. Keeps its arrays. Not
 * thread-safe.
 */
final class WordsWriter {
  /** Bytes of a word with its space on average, at least. */
  static final int AVERAGE_MIN = 4;

  /** Distinct words, at most. */
  static final int DISTINCT_MAX = 4_096;

  /** A distinct word comes as often on average, at least. */
  private static final int TIMES_MIN = 8;

  /** The same in a sample. */
  private static final int SAMPLE_TIMES_MIN = 4;

  /** Strings that show whether it may be worth its while. */
  private static final int SAMPLE = 64;

  /** Bytes of each that are looked at, at most. */
  private static final int SAMPLE_BYTES_MAX = 1_024;

  /** Words of a string on average, at least. */
  private static final int WORDS_MIN = 3;

  /** Places for words at first; at least twice as many as there are words later. */
  private static final int TABLE_MIN = 1_024;

  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** More numbers than this are not kept. */
  private static final int KEPT_MAX = 1 << 16;

  private final NumbersWriter numbers;
  private final int[] table = new int[4 * DISTINCT_MAX];
  private final long[] heads = new long[DISTINCT_MAX];
  private final int[] hashes = new int[DISTINCT_MAX];
  private final int[] from = new int[DISTINCT_MAX];
  private final int[] to = new int[DISTINCT_MAX];
  private final int[] sampleFrom = new int[SAMPLE];
  private final int[] sampleTo = new int[SAMPLE];
  private long[] places = new long[0];
  private long[] perString = new long[0];
  private int tableSize = TABLE_MIN;
  private int words;
  private int distinct;

  WordsWriter(NumbersWriter numbers) {
    this.numbers = numbers;
  }

  /**
   * Writes strings, unless they have too many distinct words.
   *
   * @param bytes has {@link Shape#SLACK} more bytes behind the last string
   * @param starts where each string starts, and the last one ends
   * @return whether they were written; if not, nothing was
   */
  boolean write(Output out, byte[] bytes, int[] starts, int count, boolean squeezed) {
    boolean written =
        count > 0
            && isPromising(bytes, starts, count)
            && gather(bytes, starts, count)
            && words >= (long) TIMES_MIN * distinct
            && (long) AVERAGE_MIN * words <= (long) starts[count] - starts[0] + count;
    if (written) {
      lay(out, bytes, count, squeezed);
    }
    places = places.length > KEPT_MAX ? new long[0] : places;
    perString = perString.length > KEPT_MAX ? new long[0] : perString;
    return written;
  }

  private boolean isPromising(byte[] bytes, int[] starts, int count) {
    int seen = Math.min(SAMPLE, count);
    for (int i = 0; i < seen; i++) {
      int s = (int) ((long) i * count / seen);
      sampleFrom[i] = starts[s];
      sampleTo[i] = starts[s + 1];
    }
    return arePromising(bytes, sampleFrom, sampleTo, seen);
  }

  /**
   * Whether some of many strings look as if all had few distinct words.
   *
   * @param bytes has {@link Shape#SLACK} more bytes behind the last string
   * @param starts where each string starts
   * @param ends where each string ends
   */
  boolean arePromising(byte[] bytes, int[] starts, int[] ends, int count) {
    begin();
    for (int i = 0; i < count; i++) {
      if (!add(bytes, starts[i], Math.min(ends[i], starts[i] + SAMPLE_BYTES_MAX))) {
        return false;
      }
      // Where nothing has spaces, a look at a few strings is enough.
      if (i == count / 8 && words < WORDS_MIN * (i + 1)) {
        return false;
      }
    }
    return words >= WORDS_MIN * count && words >= SAMPLE_TIMES_MIN * distinct;
  }

  private boolean gather(byte[] bytes, int[] starts, int count) {
    begin();
    perString = Bits.ofLength(perString, count);
    for (int i = 0; i < count; i++) {
      int before = words;
      if (!add(bytes, starts[i], starts[i + 1])) {
        return false;
      }
      perString[i] = (long) words - before;
    }
    return true;
  }

  private void begin() {
    words = 0;
    distinct = 0;
    tableSize = TABLE_MIN;
    Arrays.fill(table, 0, tableSize, 0);
  }

  /** Numbers a string's words by their first places; false if there are too many. */
  private boolean add(byte[] bytes, int start, int end) {
    int at = start;
    while (true) {
      long head = (long) Digits.LONG.get(bytes, at);
      int length = Math.min(toSpace(head), end - at);
      int entry;
      if (length < Long.BYTES) {
        head = length == 0 ? 0 : head & -1L >>> (Long.SIZE - Byte.SIZE * length);
        entry = number(bytes, at, length, head, (head ^ length) * MIX);
      } else {
        length = wordLength(bytes, at, end);
        entry = number(bytes, at, length, head, StringsWriter.hash(bytes, at, at + length));
      }
      if (entry < 0) {
        return false;
      }
      if (words == places.length) {
        places = Arrays.copyOf(places, Math.max(1_024, 2 * words));
      }
      places[words++] = entry;
      at += length;
      if (at == end) {
        return true;
      }
      at++;
    }
  }

  /** How many of eight bytes, from the lowest on, come before a space; 8 if there is none. */
  private static int toSpace(long bytes) {
    long other = bytes ^ EACH * ' ';
    // Exact up to the first hit, behind which borrowed bits may look like others.
    return Long.numberOfTrailingZeros((other - EACH) & ~other & HIGH_BITS) >>> 3;
  }

  private static int wordLength(byte[] bytes, int from, int end) {
    int at = from;
    int more = Long.BYTES;
    while (more == Long.BYTES && at < end) {
      more = toSpace((long) Digits.LONG.get(bytes, at));
      at += more;
    }
    return Math.min(at, end) - from;
  }

  /**
   * Which word it is, from 0, or -1 if it would be one too many.
   *
   * @param head its first eight bytes; those behind its end are 0
   */
  private int number(byte[] bytes, int start, int length, long head, long hash) {
    int mixed = (int) (hash ^ hash >>> 32);
    int slot = mixed & (tableSize - 1);
    int entry = table[slot];
    while (entry != 0) {
      int known = entry - 1;
      if (heads[known] == head
          && to[known] - from[known] == length
          && (length <= Long.BYTES
              || Arrays.equals(bytes, from[known], to[known], bytes, start, start + length))) {
        return known;
      }
      slot = (slot + 1) & (tableSize - 1);
      entry = table[slot];
    }
    if (distinct == DISTINCT_MAX) {
      return -1;
    }
    from[distinct] = start;
    to[distinct] = start + length;
    heads[distinct] = head;
    hashes[distinct++] = mixed;
    table[slot] = distinct;
    if (2 * distinct > tableSize) {
      grow();
    }
    return distinct - 1;
  }

  private void grow() {
    tableSize *= 4;
    Arrays.fill(table, 0, tableSize, 0);
    for (int i = 0; i < distinct; i++) {
      int slot = hashes[i] & (tableSize - 1);
      while (table[slot] != 0) {
        slot = (slot + 1) & (tableSize - 1);
      }
      table[slot] = i + 1;
    }
  }

  private void lay(Output out, byte[] bytes, int count, boolean squeezed) {
    out.varint(distinct);
    int length = 0;
    for (int i = 0; i < distinct; i++) {
      length += to[i] - from[i];
    }
    out.varint(length);
    long[] lengths = new long[distinct];
    for (int i = 0; i < distinct; i++) {
      out.rawBytes(bytes, from[i], to[i] - from[i]);
      lengths[i] = (long) to[i] - from[i];
    }
    numbers.writeNamed(out, lengths, distinct, squeezed);
    numbers.writeNamed(out, perString, count, squeezed);
    numbers.writeNamed(out, places, words, squeezed);
  }
}
