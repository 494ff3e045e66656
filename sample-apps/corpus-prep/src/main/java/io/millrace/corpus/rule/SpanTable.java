// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Arrays;

/**
 * Numbers the different spans of a text from 0 in the order of their first occurrence and counts
 * them. Compares characters, so two spans share a number only if they are equal. Not thread-safe;
 * cleared by {@link #reset} and used again.
 */
final class SpanTable {
  private char[] text = new char[0];
  private int[] slots = new int[64];
  private int mask = slots.length - 1;
  private long[] hashes = new long[32];
  private int[] starts = new int[32];
  private int[] ends = new int[32];
  private int[] counts = new int[32];
  private int size;

  /** Forgets all and gets ready for at most {@code spansMax} spans of the text. */
  void reset(char[] of, int spansMax) {
    text = of;
    size = 0;
    int wanted = Math.max(64, Integer.highestOneBit(Math.max(1, spansMax)) << 2);
    if (slots.length < wanted) {
      slots = new int[wanted];
    } else {
      Arrays.fill(slots, 0, wanted, 0);
    }
    mask = wanted - 1;
  }

  /** Counts the span and returns its number. */
  int add(int start, int end, long hash) {
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (hashes[id] == hash && equal(id, text, start, end)) {
        counts[id]++;
        return id;
      }
      slot = (slot + 1) & mask;
    }
    if (size == starts.length) {
      grow();
    }
    hashes[size] = hash;
    starts[size] = start;
    ends[size] = end;
    counts[size] = 1;
    slots[slot] = size + 1;
    return size++;
  }

  /** The number of a span of another text, or -1. */
  int find(char[] other, int start, int end, long hash) {
    int slot = (int) hash & mask;
    while (slots[slot] != 0) {
      int id = slots[slot] - 1;
      if (hashes[id] == hash && equal(id, other, start, end)) {
        return id;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** How many different spans there are. */
  int size() {
    return size;
  }

  /** How often the span occurred. */
  int count(int id) {
    return counts[id];
  }

  /** Where the span first starts. */
  int start(int id) {
    return starts[id];
  }

  /** Where the span first ends, exclusive. */
  int end(int id) {
    return ends[id];
  }

  /** Whether both have the same spans of equal texts, in the same order. */
  boolean isLike(SpanTable other) {
    return size == other.size
        && Arrays.equals(text, other.text)
        && Arrays.equals(starts, 0, size, other.starts, 0, size)
        && Arrays.equals(ends, 0, size, other.ends, 0, size);
  }

  /** Of the text; equal for tables that are alike. */
  int textHash() {
    return Arrays.hashCode(text);
  }

  private boolean equal(int id, char[] other, int start, int end) {
    return Arrays.equals(text, starts[id], ends[id], other, start, end);
  }

  private void grow() {
    hashes = Arrays.copyOf(hashes, size * 2);
    starts = Arrays.copyOf(starts, size * 2);
    ends = Arrays.copyOf(ends, size * 2);
    counts = Arrays.copyOf(counts, size * 2);
  }
}
