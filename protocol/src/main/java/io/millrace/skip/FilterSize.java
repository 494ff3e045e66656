// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

/**
 * How many bits a filter takes to say yes, to what it does not hold, no more often than it may.
 * Blocks of a filter are hit as chance has it, and the fuller ones say yes more often, so the mean
 * goes over the number of hashes in a block, which is Poisson distributed: at one in 10,000 the
 * usual formula, which knows no blocks, would give a filter that says yes three times as often.
 * Immutable.
 *
 * <p>After Putze, Sanders and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", JEA 14,
 * 2009, section 3.
 */
final class FilterSize {
  private static final double BITS_MIN = 1;
  private static final double BITS_MAX = 128;
  private static final int STEPS = 40;

  private final double bitsEach;
  private final double bitsEachMin;

  /**
   * @param rate how often it may say yes to what it does not hold
   */
  FilterSize(double rate) {
    this.bitsEach = bits(rate);
    this.bitsEachMin = bits(SkipSettings.RATE_MAX);
  }

  /**
   * Bytes of a filter of so many hashes: as many as it wants, or as there is room for.
   *
   * @param distinct from 1
   * @return 0 if the room is too small for a filter worth having
   */
  int bytes(int distinct, int room) {
    long most = room / Filter.BLOCK_BYTES;
    long wanted = Math.min(most, blocks(distinct, bitsEach));
    return wanted < blocks(distinct, bitsEachMin) ? 0 : (int) wanted * Filter.BLOCK_BYTES;
  }

  private static long blocks(int distinct, double bitsEach) {
    return Math.max(1, (long) Math.ceil(distinct * bitsEach / (Filter.BLOCK_BYTES * Byte.SIZE)));
  }

  /** The rate falls as bits are added: halves the range in which the number lies. */
  private static double bits(double rate) {
    double low = BITS_MIN;
    double high = BITS_MAX;
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (rate(middle) > rate) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** How often a filter with so many bits for each hash says yes to what it does not hold. */
  static double rate(double bitsEach) {
    double perBlock = Filter.BLOCK_BYTES * Byte.SIZE / bitsEach;
    double unset = 1 - 1.0 / Integer.SIZE;
    double chance = Math.exp(-perBlock);
    double rate = 0;
    // Beyond so many the chance is nothing.
    int most = (int) (perBlock + 20 * Math.sqrt(perBlock) + 20);
    for (int hashes = 1; hashes <= most; hashes++) {
      chance *= perBlock / hashes;
      rate += chance * Math.pow(1 - Math.pow(unset, hashes), Filter.WORDS);
    }
    return rate;
  }
}
