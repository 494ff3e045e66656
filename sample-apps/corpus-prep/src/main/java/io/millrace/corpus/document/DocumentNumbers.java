// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.document;

import java.util.Arrays;

/**
 * Numbers documents from 0 in the order in which they come: 24 to 48 bytes of memory a document.
 * Open addressing with linear probing. Not thread-safe.
 */
public final class DocumentNumbers {
  private static final int INITIAL = 1 << 10;
  private static final int SIZE_MAX = 1 << 29;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] ids = new long[2 * INITIAL];
  private int size;

  /** Numbers plus one; 0 is free. Twice as many places as documents, or more. */
  private int[] places = new int[2 * INITIAL];

  /** Of nobody yet. */
  public DocumentNumbers() {}

  /** How many documents have a number. */
  public int size() {
    return size;
  }

  /** The document's number, or -1. */
  public int find(DocumentId id) {
    return places[place(id.high(), id.low())] - 1;
  }

  /** The document's number; the next one if it has none yet. */
  public int add(DocumentId id) {
    int place = place(id.high(), id.low());
    if (places[place] != 0) {
      return places[place] - 1;
    }
    if (2 * size == ids.length) {
      grow();
      place = place(id.high(), id.low());
    }
    ids[2 * size] = id.high();
    ids[2 * size + 1] = id.low();
    places[place] = ++size;
    return size - 1;
  }

  /** The document of a number. */
  public DocumentId id(int number) {
    return new DocumentId(ids[2 * number], ids[2 * number + 1]);
  }

  /** Where the id lies, or the free place where it belongs. */
  private int place(long high, long low) {
    int mask = places.length - 1;
    int place = (int) (((high ^ low) * MIX) >>> Integer.SIZE) & mask;
    for (; places[place] != 0; place = (place + 1) & mask) {
      int number = places[place] - 1;
      if (ids[2 * number] == high && ids[2 * number + 1] == low) {
        break;
      }
    }
    return place;
  }

  private void grow() {
    if (size >= SIZE_MAX) {
      throw new IllegalStateException(
          "documents: " + size + " (expected: at most " + SIZE_MAX + ")");
    }
    ids = Arrays.copyOf(ids, 2 * ids.length);
    places = new int[2 * places.length];
    for (int number = 0; number < size; number++) {
      places[place(ids[2 * number], ids[2 * number + 1])] = number + 1;
    }
  }
}
