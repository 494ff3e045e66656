// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/**
 * The different shingles of a text, each as a 32-bit hash. Two documents of a thousand shingles
 * each share a hash by accident once in four thousand pairs, which moves their similarity by
 * 0.0005. Immutable.
 */
public final class ShingleSet {
  /** More are not kept: a document with more is known by the lowest, a fair sample of all. */
  public static final int COUNT_MAX = 1 << 18;

  /** Ascending as signed numbers, each once. */
  private final int[] sorted;

  private ShingleSet(int[] sorted) {
    this.sorted = sorted;
  }

  /**
   * Makes a set of hashes in any order, repeated or not.
   *
   * @param hashes used as scratch: changed
   */
  static ShingleSet of(int[] hashes, int count) {
    Arrays.sort(hashes, 0, count);
    int different = 0;
    for (int i = 0; i < count; i++) {
      if (different == 0 || hashes[different - 1] != hashes[i]) {
        hashes[different++] = hashes[i];
      }
    }
    return new ShingleSet(Arrays.copyOf(hashes, Math.min(different, COUNT_MAX)));
  }

  /** How many different shingles there are. */
  public int count() {
    return sorted.length;
  }

  int hash(int place) {
    return sorted[place];
  }

  /**
   * Shingles in both for each shingle in either; 0 if there are none. Range: 0 to 1. Exact but for
   * sets cut at {@link #COUNT_MAX}, which are compared as far as both reach.
   */
  public double jaccard(ShingleSet other) {
    int[] a = sorted;
    int[] b = other.sorted;
    int lengthA = reach(other);
    int lengthB = other.reach(this);
    int i = 0;
    int j = 0;
    int both = 0;
    while (i < lengthA && j < lengthB) {
      int x = a[i];
      int y = b[j];
      i += x <= y ? 1 : 0;
      j += y <= x ? 1 : 0;
      both += x == y ? 1 : 0;
    }
    int either = lengthA + lengthB - both;
    return either == 0 ? 0 : (double) both / either;
  }

  /** How many of these hashes the other set would hold, too, if its text had them. */
  private int reach(ShingleSet other) {
    if (other.sorted.length < COUNT_MAX) {
      return sorted.length;
    }
    int found = Arrays.binarySearch(sorted, other.sorted[COUNT_MAX - 1]);
    return found < 0 ? -found - 1 : found + 1;
  }

  /**
   * The set in about two bits more a shingle than the lowest possible: the steps from one hash to
   * the next as Rice codes (Rice and Plaunt, IEEE Trans. Commun. 19(6), 1971).
   */
  public ByteString encode() {
    return ShingleCodec.encode(sorted);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static ShingleSet decode(ByteString bytes) {
    return new ShingleSet(ShingleCodec.decode(bytes));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShingleSet set && Arrays.equals(sorted, set.sorted);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sorted);
  }

  @Override
  public String toString() {
    return sorted.length + " shingles";
  }
}
