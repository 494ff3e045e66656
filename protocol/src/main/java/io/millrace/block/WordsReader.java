// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

/**
 * Reads what {@link WordsWriter} writes, and trusts none of it. Takes memory by the bytes read, the
 * strings' declared length and their number. Keeps its arrays. Not thread-safe.
 */
final class WordsReader {
  /** More numbers than this are not kept. */
  private static final int KEPT_MAX = 1 << 16;

  private final Strings distinct = new Strings();
  private long[] perString = new long[0];
  private long[] places = new long[0];
  private byte[] target = new byte[0];
  private int end;

  /**
   * Puts strings together behind each other.
   *
   * @param bytes gets them
   * @param plainLength how many bytes they have, exactly
   * @param starts gets where each starts, and the last one ends
   */
  void read(Input in, byte[] bytes, int plainLength, int[] starts, int count) {
    target = bytes;
    end = plainLength;
    int known = Numbers.bounded(in, "distinct words", WordsWriter.DISTINCT_MAX);
    distinct.read(in, Representation.PLAIN, known, in.length("distinct words length"));
    perString = Bits.ofLength(perString, count);
    Numbers.readNamed(in, count, perString, 0, 0);
    // What is written has so many at most, and memory is taken for no more.
    long most = ((long) plainLength + count) / WordsWriter.AVERAGE_MIN;
    int all = 0;
    for (int i = 0; i < count; i++) {
      if (perString[i] < 1 || perString[i] > most - all) {
        throw in.refusal("words of a string", "1 to " + (most - all), perString[i]);
      }
      all += (int) perString[i];
    }
    places = Bits.ofLength(places, all);
    Numbers.readNamed(in, all, places, 0, 0);
    int at = 0;
    int word = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      at = join(in, word, (int) perString[i], at);
      word += (int) perString[i];
    }
    starts[count] = at;
    if (at != plainLength) {
      throw in.refusal("plain length", plainLength, at);
    }
  }

  /** Writes words with a space between each two; returns where they end. */
  private int join(Input in, int first, int many, int start) {
    int at = start;
    for (int w = first; w < first + many; w++) {
      long place = places[w];
      if (place < 0 || place >= distinct.count()) {
        throw in.refusal("word's place", "0 to " + (distinct.count() - 1), place);
      }
      int length = distinct.length((int) place);
      int space = w == first ? 0 : 1;
      if (length + space > end - at) {
        throw in.refusal("word's length", "0 to " + (end - at - space), length);
      }
      if (space > 0) {
        target[at++] = ' ';
      }
      distinct.copyTo((int) place, target, at);
      at += length;
    }
    return at;
  }

  /** Lets go of what was read, and of arrays that are too long to keep. */
  void clear() {
    distinct.clear();
    target = new byte[0];
    perString = perString.length > KEPT_MAX ? new long[0] : perString;
    places = places.length > KEPT_MAX ? new long[0] : places;
  }
}
