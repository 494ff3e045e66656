// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.model.ResultRecord;
import java.util.Arrays;
import java.util.List;

/** Finds the first result that has a key. Keeps its table for the next block. Not thread-safe. */
final class KeyPlaces {
  private int[] table = new int[0];
  private int slots;

  /** Forgets the keys before and learns those of these results. */
  void fill(List<ResultRecord> results) {
    slots = Integer.highestOneBit(results.size()) * 4;
    table = Bits.ofLength(table, slots);
    Arrays.fill(table, 0, slots, 0);
    for (int i = 0; i < results.size(); i++) {
      int slot = slotOf(results, results.get(i).key());
      if (table[slot] == 0) {
        table[slot] = i + 1;
      }
    }
  }

  /** The first result that has the key, or -1. */
  int find(List<ResultRecord> results, ByteString key) {
    return table[slotOf(results, key)] - 1;
  }

  private int slotOf(List<ResultRecord> results, ByteString key) {
    int slot = ((key.hashCode() * 0x9e3779b9) >>> 8) & (slots - 1);
    while (table[slot] != 0 && !results.get(table[slot] - 1).key().equals(key)) {
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  }
}
