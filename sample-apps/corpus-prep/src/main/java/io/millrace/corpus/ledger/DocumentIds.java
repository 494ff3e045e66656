// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import java.util.Arrays;

/**
 * Numbers documents from 0 by their ids of 16 bytes, which must be hashes: the low bits of the
 * first 8 choose the place. Open addressing with linear probing; 24 to 48 bytes a document. Not
 * thread-safe.
 */
final class DocumentIds {
  private static final int FREE = 0;

  private long[] high = new long[1 << 10];
  private long[] low = new long[1 << 10];

  /** Number of the document in each place, plus 1. */
  private int[] numbers = new int[1 << 10];

  private int size;

  int size() {
    return size;
  }

  /** The document's number; the next one if it has none yet. */
  int add(long idHigh, long idLow) {
    int place = place(idHigh, idLow);
    if (numbers[place] == FREE) {
      high[place] = idHigh;
      low[place] = idLow;
      numbers[place] = ++size;
      if (size * 2L > numbers.length) {
        grow();
        return size - 1;
      }
    }
    return numbers[place] - 1;
  }

  /** The document's number, or -1 if it has none. */
  int find(long idHigh, long idLow) {
    return numbers[place(idHigh, idLow)] - 1;
  }

  private int place(long idHigh, long idLow) {
    int mask = numbers.length - 1;
    int place = (int) idHigh & mask;
    while (numbers[place] != FREE && (high[place] != idHigh || low[place] != idLow)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    if (numbers.length > 1 << 29) {
      throw new IllegalStateException(
          "documents: " + size + " (expected: at most " + (1 << 29) + ")");
    }
    long[] oldHigh = high;
    long[] oldLow = low;
    int[] old = numbers;
    high = new long[old.length * 2];
    low = new long[old.length * 2];
    numbers = new int[old.length * 2];
    Arrays.fill(numbers, FREE);
    for (int i = 0; i < old.length; i++) {
      if (old[i] != FREE) {
        int place = place(oldHigh[i], oldLow[i]);
        high[place] = oldHigh[i];
        low[place] = oldLow[i];
        numbers[place] = old[i];
      }
    }
  }
}
