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

  /** Words of a string on average, at least. */
  private static final int WORDS_MIN = 3;

  /** More numbers than this are not kept. */
  private static final int KEPT_MAX = 1 << 16;

  private final NumbersWriter numbers;
  private final int[] table = new int[4 * DISTINCT_MAX];
  private final int[] from = new int[DISTINCT_MAX];
  private final int[] to = new int[DISTINCT_MAX];
  private long[] places = new long[0];
  private long[] perString = new long[0];
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
    begin();
    for (int i = 0; i < seen; i++) {
      int s = (int) ((long) i * count / seen);
      if (!add(bytes, starts[s], starts[s + 1])) {
        return false;
      }
      // Where nothing has spaces, a look at a few strings is enough.
      if (i == seen / 8 && words < WORDS_MIN * (i + 1)) {
        return false;
      }
    }
    return words >= WORDS_MIN * seen && words >= SAMPLE_TIMES_MIN * distinct;
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
    Arrays.fill(table, 0);
  }

  /** Numbers a string's words by their first places; false if there are too many. */
  private boolean add(byte[] bytes, int start, int end) {
    int at = start;
    while (true) {
      int word = at;
      at = wordEnd(bytes, at, end);
      int number = number(bytes, word, at);
      if (number < 0) {
        return false;
      }
      if (words == places.length) {
        places = Arrays.copyOf(places, Math.max(1_024, 2 * words));
      }
      places[words++] = number;
      if (at == end) {
        return true;
      }
      at++;
    }
  }

  private static int wordEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    return at;
  }

  private int number(byte[] bytes, int start, int end) {
    int slot = (int) StringsWriter.hash(bytes, start, end) & (table.length - 1);
    int entry = table[slot];
    while (entry != 0 && !Arrays.equals(bytes, from[entry - 1], to[entry - 1], bytes, start, end)) {
      slot = (slot + 1) & (table.length - 1);
      entry = table[slot];
    }
    if (entry == 0) {
      if (distinct == DISTINCT_MAX) {
        return -1;
      }
      from[distinct] = start;
      to[distinct++] = end;
      table[slot] = distinct;
      entry = distinct;
    }
    return entry - 1;
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
