// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.Arrays;

/**
 * Where the tokens of each document lie, by id: 36 to 44 bytes of memory a document. Documents are
 * numbered from 0 in the order in which they came. Not thread-safe.
 */
final class DocumentTable {
  private static final int INITIAL = 1 << 10;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] ids = new long[2 * INITIAL];
  private int[] blocks = new int[INITIAL];
  private int[] starts = new int[INITIAL];
  private int[] counts = new int[INITIAL];
  private int size;

  /** Numbers plus one; 0 is free. Twice as many places as documents, or more. */
  private int[] places = new int[2 * INITIAL];

  int size() {
    return size;
  }

  /** A document's number, or -1. */
  int find(long high, long low) {
    for (int place = place(high, low); places[place] != 0; place = next(place)) {
      int number = places[place] - 1;
      if (ids[2 * number] == high && ids[2 * number + 1] == low) {
        return number;
      }
    }
    return -1;
  }

  private int place(long high, long low) {
    return (int) (((high ^ low) * MIX) >>> Integer.SIZE) & (places.length - 1);
  }

  private int next(int place) {
    return (place + 1) & (places.length - 1);
  }

  /** Adds a document that is not there yet and returns its number. */
  int add(long high, long low, int block, int start, int count) {
    if (size == blocks.length) {
      grow();
    }
    int number = size++;
    ids[2 * number] = high;
    ids[2 * number + 1] = low;
    blocks[number] = block;
    starts[number] = start;
    counts[number] = count;
    put(number);
    return number;
  }

  private void put(int number) {
    int place = place(ids[2 * number], ids[2 * number + 1]);
    while (places[place] != 0) {
      place = next(place);
    }
    places[place] = number + 1;
  }

  private void grow() {
    int capacity = 2 * size;
    ids = Arrays.copyOf(ids, 2 * capacity);
    blocks = Arrays.copyOf(blocks, capacity);
    starts = Arrays.copyOf(starts, capacity);
    counts = Arrays.copyOf(counts, capacity);
    places = new int[2 * capacity];
    for (int number = 0; number < size; number++) {
      put(number);
    }
  }

  long high(int number) {
    return ids[2 * number];
  }

  long low(int number) {
    return ids[2 * number + 1];
  }

  /** The block that its tokens are in. */
  int block(int number) {
    return blocks[number];
  }

  /** Where in the block's tokens they begin. */
  int start(int number) {
    return starts[number];
  }

  /** How many tokens it has. */
  int count(int number) {
    return counts[number];
  }
}
