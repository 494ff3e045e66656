// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Signatures of shingle sets: each value is the lowest of the set under a permutation of its own,
 * and two sets have the same one with the chance of their Jaccard similarity (Broder, SEQUENCES
 * 1997). The permutations are linear, {@code a * (hash ^ b)} with odd {@code a} modulo 2^32, as in
 * Broder et al., "Min-wise independent permutations", STOC 1998; the inner loop has no branches and
 * runs in vector registers. Thread-safe.
 */
public final class MinHash {
  /** Makes the same permutations for ever: what is stored depends on them. */
  private static final long SEED = 0x4D_69_6C_6C_72_61_63_65L;

  private final int[] factors;
  private final int[] masks;

  /**
   * @param values length of a signature, 1 up
   */
  public MinHash(int values) {
    var random = new SplittableRandom(SEED);
    factors = new int[values];
    masks = new int[values];
    for (int i = 0; i < values; i++) {
      factors[i] = random.nextInt() | 1;
      masks[i] = random.nextInt();
    }
  }

  /** The signature of a set; of the empty one, all values are the highest. */
  public int[] signature(ShingleSet set) {
    var lowest = new int[factors.length];
    Arrays.fill(lowest, Integer.MAX_VALUE);
    for (int i = 0; i < set.count(); i++) {
      lower(lowest, factors, masks, set.hash(i));
    }
    return lowest;
  }

  private static void lower(int[] lowest, int[] factors, int[] masks, int hash) {
    for (int i = 0; i < lowest.length; i++) {
      lowest[i] = Math.min(lowest[i], (hash ^ masks[i]) * factors[i]);
    }
  }

  /** Which share of the values is the same: an estimate of the similarity. */
  public static double similarity(int[] one, int[] other) {
    int same = 0;
    for (int i = 0; i < one.length; i++) {
      same += one[i] == other[i] ? 1 : 0;
    }
    return (double) same / one.length;
  }
}
