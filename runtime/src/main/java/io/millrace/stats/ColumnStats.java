// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.stats;

/**
 * What blocks hold of one column.
 *
 * @param blocks that have the column
 * @param plainBytes the values themselves, however they are laid out
 * @param rawBytes as laid out, before compression
 * @param storedBytes as stored
 * @param byDictionary blocks in which it is compressed with a dictionary
 */
public record ColumnStats(
    long blocks, long plainBytes, long rawBytes, long storedBytes, long byDictionary) {
  /** None of it. */
  public static final ColumnStats NONE = new ColumnStats(0, 0, 0, 0, 0);

  /** Both together. */
  public ColumnStats plus(ColumnStats other) {
    return new ColumnStats(
        blocks + other.blocks,
        plainBytes + other.plainBytes,
        rawBytes + other.rawBytes,
        storedBytes + other.storedBytes,
        byDictionary + other.byDictionary);
  }
}
