// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import java.util.Arrays;

/** A set of hashes in one array, by open addressing. Not thread-safe; may be used again. */
final class DistinctHashes {
  private static final int CAPACITY = 64;

  /** A table that grew beyond this is not kept for the next block. */
  private static final int KEPT_MAX = 1 << 16;

  private long[] table = new long[CAPACITY];
  private boolean zero;
  private int size;

  void clear() {
    if (table.length > KEPT_MAX) {
      table = new long[CAPACITY];
    } else if (size > 0) {
      Arrays.fill(table, 0);
    }
    zero = false;
    size = 0;
  }

  int size() {
    return size;
  }

  void add(long hash) {
    if (hash == 0) {
      size += zero ? 0 : 1;
      zero = true;
    } else if (put(table, hash)) {
      size++;
      if (size > table.length / 2) {
        grow();
      }
    }
  }

  /** Puts each hash into a filter's bits, in no order: they are the same in any. */
  void addTo(byte[] bits) {
    if (zero) {
      Filter.add(bits, 0);
    }
    for (long hash : table) {
      if (hash != 0) {
        Filter.add(bits, hash);
      }
    }
  }

  private static boolean put(long[] table, long hash) {
    int mask = table.length - 1;
    int at = (int) (hash ^ (hash >>> 32)) & mask;
    while (table[at] != 0) {
      if (table[at] == hash) {
        return false;
      }
      at = (at + 1) & mask;
    }
    table[at] = hash;
    return true;
  }

  private void grow() {
    var larger = new long[2 * table.length];
    for (long hash : table) {
      if (hash != 0) {
        put(larger, hash);
      }
    }
    table = larger;
  }
}
