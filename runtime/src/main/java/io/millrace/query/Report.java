// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a query looked at.
 *
 * @param partitions of the stage
 * @param partitionsPruned how many were passed over, by what told so
 * @param blocksConsidered blocks of the snapshot in the other partitions, as far as the query went
 * @param blocksPruned how many were passed over, by what told so
 * @param blocksUnindexed how many had no entry in the skip index
 * @param indexDamaged entries that could not be read; their blocks were not passed over
 * @param blocksToRead those that were left
 * @param blocksRead how many of them were read
 * @param bytesRead stored bytes of those, headers included
 * @param rowsLookedAt results in them
 * @param rowsMatched results that fulfilled the condition
 * @param rowsReturned rows of the answer
 */
public record Report(
    int partitions,
    Map<String, Long> partitionsPruned,
    long blocksConsidered,
    Map<String, Long> blocksPruned,
    long blocksUnindexed,
    long indexDamaged,
    long blocksToRead,
    long blocksRead,
    long bytesRead,
    long rowsLookedAt,
    long rowsMatched,
    long rowsReturned,
    Times times) {
  public Report {
    partitionsPruned = Collections.unmodifiableMap(new TreeMap<>(partitionsPruned));
    blocksPruned = Collections.unmodifiableMap(new TreeMap<>(blocksPruned));
  }

  /**
   * How long the steps took; those of several blocks at once are added up.
   *
   * @param totalNanos from the start to the report
   * @param snapshotNanos until the vector of heads was known
   * @param indexNanos reads of the skip index
   * @param readNanos reads of blocks
   * @param evaluateNanos decoding and evaluation
   */
  public record Times(
      long totalNanos, long snapshotNanos, long indexNanos, long readNanos, long evaluateNanos) {}

  /** How many partitions were not passed over. */
  public long partitionsLeft() {
    return partitions - partitionsPruned.values().stream().mapToLong(Long::longValue).sum();
  }
}
