// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.stats;

import io.millrace.block.BlockHeader;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.PackStore;
import io.millrace.store.StoredHeader;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Reads a partition's headers and skip index up to where it is committed now. Blocks its thread;
 * holds one page at a time. Thread-safe.
 */
public final class StatsReader {
  private final BlockLog log;
  private final PackStore packs;

  /** Reads this log, and where its blocks lie. */
  public StatsReader(BlockLog log, PackStore packs) {
    this.log = log;
    this.packs = packs;
  }

  /**
   * Counts one partition.
   *
   * @throws MillraceException UNAVAILABLE if the store does not answer, CORRUPT if a header is not
   *     as it was written: {@code millrace verify} tells all of them
   */
  public LogStats read(PartitionId partition) {
    var stats = new LogStats();
    Head head = await(log.head(partition));
    packs(head, stats);
    long at = head.start().truncated();
    while (at < head.sequence()) {
      try {
        List<StoredHeader> page = await(log.headers(head, at));
        if (page.isEmpty()) {
          throw MillraceException.of(Kind.CORRUPT, "committed block is missing")
              .with("partition", partition)
              .with("block", at + 1);
        }
        index(head, at, page.size(), stats);
        for (StoredHeader stored : page) {
          stats.add(decode(partition, stored), stored.header().size());
        }
        at += page.size();
      } catch (MillraceException e) {
        // The owner gave blocks up meanwhile: goes on with the first one that is left.
        long truncated = await(log.head(partition)).start().truncated();
        if (e.kind() != Kind.NOT_FOUND || truncated <= at) {
          throw e;
        }
        at = truncated;
      }
    }
    return stats;
  }

  /** What is replaced meanwhile is counted as far as it was read. */
  private void packs(Head head, LogStats stats) {
    if (!head.packed().exists()) {
      return;
    }
    long first = PackStore.bucketOf(head.start().truncated() + 1);
    for (long bucket = first; bucket <= PackStore.bucketOf(head.packed().upTo()); bucket++) {
      for (PackEntry entry : await(packs.entries(head.partition(), head.packed().list(), bucket))) {
        if (entry.last() > head.start().truncated()) {
          stats.addPack(entry.blocks(), entry.bytes());
        }
      }
    }
  }

  private void index(Head head, long after, int count, LogStats stats) {
    int page = Math.min(count, BlockLog.INDEX_BLOCKS_MAX);
    await(log.index(head, after, page)).forEach(block -> stats.addIndex(block.entry().size()));
    if (page < count) {
      index(head, after + page, count - page, stats);
    }
  }

  private static BlockHeader decode(PartitionId partition, StoredHeader stored) {
    try {
      return BlockHeader.decode(stored.header());
    } catch (MillraceException e) {
      throw MillraceException.of(e.kind(), "block cannot be read", e)
          .with("partition", partition)
          .with("block", stored.sequence())
          .with("cause", e.getMessage())
          .with("expected", "`millrace verify` says what else is damaged");
    }
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MillraceException cause ? cause : e;
    }
  }
}
