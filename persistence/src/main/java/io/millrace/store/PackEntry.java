// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.UUID;

/**
 * What a list says of one pack.
 *
 * @param first number of its first block, from 1
 * @param last number of its last block, in the same bucket of the list
 * @param run which compaction wrote it: with {@code first}, the pack's name
 * @param bytes its stored bytes
 */
public record PackEntry(long first, long last, UUID run, long bytes) {
  public PackEntry {
    if (first < 1 || last < first || PackStore.bucketOf(first) != PackStore.bucketOf(last)) {
      throw new IllegalArgumentException(
          "first, last: " + first + ", " + last + " (expected: from 1, in one bucket of a list)");
    }
  }

  /** How many blocks it holds. */
  public long blocks() {
    return last - first + 1;
  }
}
