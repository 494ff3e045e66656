// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.Arrays;

/** Order and chance that are the same on every machine. */
final class Ordering {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private Ordering() {}

  /** The finaliser of SplitMix64, after Steele et al., "Fast Splittable PRNGs", OOPSLA 2014. */
  static long mix(long value) {
    long z = value + STEP;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /**
   * The indices of some keys by key, equal keys by index. Needs 12 bytes a key, and no objects.
   *
   * @param keys not changed
   */
  static int[] byKey(long[] keys) {
    long[] sorted = keys.clone();
    Arrays.sort(sorted);
    var order = new int[keys.length];
    Arrays.fill(order, -1);
    for (int i = 0; i < keys.length; i++) {
      int at = Arrays.binarySearch(sorted, keys[i]);
      while (at > 0 && sorted[at - 1] == keys[i]) {
        at--;
      }
      while (order[at] >= 0) {
        at++;
      }
      order[at] = i;
    }
    return order;
  }

  /** Puts the first so many numbers of an array in an order that a seed decides. */
  static void shuffle(int[] numbers, int count, long seed) {
    for (int i = count - 1; i > 0; i--) {
      int j = (int) Long.remainderUnsigned(mix(seed + i), i + 1L);
      int other = numbers[i];
      numbers[i] = numbers[j];
      numbers[j] = other;
    }
  }
}
