// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Arrays;

/** Numbers different pairs of non-negative numbers from 0, exactly. Not thread-safe; used again. */
final class PairTable {
  private long[] keys = new long[64];
  private int[] numbers = new int[64];
  private int mask = 63;
  private int size;

  /** Forgets all and gets ready for at most that many pairs. */
  void reset(int pairsMax) {
    int wanted = Math.max(64, Integer.highestOneBit(Math.max(1, pairsMax)) << 2);
    if (keys.length < wanted) {
      keys = new long[wanted];
      numbers = new int[wanted];
    } else {
      Arrays.fill(numbers, 0, wanted, 0);
    }
    mask = wanted - 1;
    size = 0;
  }

  /** The number of the pair; the next free one if it is new. */
  int number(int first, int second) {
    long key = ((long) first << 32) | second;
    int slot = (int) Hash.mix(key) & mask;
    while (numbers[slot] != 0) {
      if (keys[slot] == key) {
        return numbers[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    numbers[slot] = ++size;
    return size - 1;
  }

  int size() {
    return size;
  }
}
