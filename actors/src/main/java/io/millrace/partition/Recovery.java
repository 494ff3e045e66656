// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Brings a partition up under a new term: claims it, so that no older owner can commit any more,
 * then replays every committed block and checks the chain over all of them against the head. The
 * same for a crash, a move or a deploy.
 */
final class Recovery {
  private final BlockLog log;
  private final BlockLimits limits;
  private final long pageBytes;
  private final Executor executor;

  /**
   * @param executor decodes and replays
   */
  Recovery(BlockLog log, BlockLimits limits, long pageBytes, Executor executor) {
    this.log = log;
    this.limits = limits;
    this.pageBytes = pageBytes;
    this.executor = executor;
  }

  /**
   * Claims the partition and replays its log into the core, which must not be used until the stage
   * completes.
   *
   * @return the head under the new term; fails FENCED, UNAVAILABLE or CORRUPT
   */
  CompletionStage<Head> recover(PartitionId partition, PartitionCore<?> core) {
    return log.claim(partition)
        .thenComposeAsync(head -> replay(head, 0, ByteString.EMPTY, core), executor);
  }

  private CompletionStage<Head> replay(
      Head head, long after, ByteString chain, PartitionCore<?> core) {
    if (after == head.sequence()) {
      if (!chain.equals(head.chain())) {
        throw corrupt("chain of the log differs from the head's", head, after);
      }
      core.begin(head.epoch());
      return CompletableFuture.completedStage(head);
    }
    return log.read(head, after, pageBytes)
        .thenComposeAsync(page -> replayPage(head, after, chain, core, page), executor);
  }

  private CompletionStage<Head> replayPage(
      Head head, long after, ByteString chain, PartitionCore<?> core, List<StoredBlock> page) {
    if (page.isEmpty()) {
      throw corrupt("committed block missing", head, after + 1);
    }
    long sequence = after;
    ByteString running = chain;
    for (StoredBlock stored : page) {
      sequence++;
      BlockHeader header = BlockHeader.decode(stored.header());
      if (header.sequence() != sequence || !header.previousChain().equals(running)) {
        throw corrupt("block does not continue the chain", head, sequence);
      }
      running = header.chain();
      Block block = BlockDecoder.decode(stored.header(), stored.body(), limits);
      core.replay(block, header.rawLength(), stored.header().size() + stored.body().size());
    }
    return replay(head, sequence, running, core);
  }

  private static MillraceException corrupt(String text, Head head, long block) {
    return MillraceException.of(Kind.CORRUPT, text)
        .with("partition", head.partition())
        .with("block", block)
        .with("head", head.sequence());
  }
}
