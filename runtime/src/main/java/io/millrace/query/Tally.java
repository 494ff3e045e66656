// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a query does. Thread-safe. */
final class Tally {
  final LongAdder blocksConsidered = new LongAdder();
  final LongAdder blocksUnindexed = new LongAdder();
  final LongAdder indexDamaged = new LongAdder();
  final LongAdder blocksToRead = new LongAdder();
  final LongAdder blocksRead = new LongAdder();
  final LongAdder bytesRead = new LongAdder();
  final LongAdder rowsLookedAt = new LongAdder();
  final LongAdder rowsMatched = new LongAdder();
  final LongAdder rowsReturned = new LongAdder();
  final LongAdder snapshotNanos = new LongAdder();
  final LongAdder indexNanos = new LongAdder();
  final LongAdder readNanos = new LongAdder();
  final LongAdder evaluateNanos = new LongAdder();
  private final Map<String, LongAdder> partitionsPruned = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> blocksPruned = new ConcurrentHashMap<>();
  private final long startNanos = System.nanoTime();

  void prunedPartition(String reason) {
    partitionsPruned.computeIfAbsent(reason, r -> new LongAdder()).increment();
  }

  void prunedBlocks(String reason, long blocks) {
    blocksPruned.computeIfAbsent(reason, r -> new LongAdder()).add(blocks);
  }

  Report report(int partitions) {
    return new Report(
        partitions,
        counts(partitionsPruned),
        blocksConsidered.sum(),
        counts(blocksPruned),
        blocksUnindexed.sum(),
        indexDamaged.sum(),
        blocksToRead.sum(),
        blocksRead.sum(),
        bytesRead.sum(),
        rowsLookedAt.sum(),
        rowsMatched.sum(),
        rowsReturned.sum(),
        new Report.Times(
            System.nanoTime() - startNanos,
            snapshotNanos.sum(),
            indexNanos.sum(),
            readNanos.sum(),
            evaluateNanos.sum()));
  }

  private static Map<String, Long> counts(Map<String, LongAdder> adders) {
    var counts = new TreeMap<String, Long>();
    adders.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }
}
