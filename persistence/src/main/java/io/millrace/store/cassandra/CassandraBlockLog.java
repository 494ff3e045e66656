// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.Backoff;
import io.millrace.store.BlockLog;
import io.millrace.store.Claim;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.StoredBlock;
import io.millrace.store.StoredHeader;
import io.millrace.store.Timers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The block log in Cassandra: payload first, as plain rows, then the head by compare-and-set.
 * Stages complete on the driver's I/O threads.
 */
final class CassandraBlockLog implements BlockLog {
  private final HeadRow heads;
  private final BlockRows rows;
  private final HeaderRows headers;
  private final IndexRows index;
  private final BlockDeletion deletion;
  private final PackDeletion packs;
  private final Bounds bounds;
  private final Backoff backoff;

  /**
   * @param reads takes blocks out of packs
   * @param packs deletes packs of truncated blocks
   * @param bounds of what is on its way, that of other stores included
   */
  CassandraBlockLog(
      Statements statements, PackReads reads, PackDeletion packs, Bounds bounds, Backoff backoff) {
    heads = new HeadRow(statements);
    rows = new BlockRows(statements, heads, reads);
    headers = new HeaderRows(statements, rows, reads);
    this.packs = packs;
    index = new IndexRows(statements);
    deletion = new BlockDeletion(statements);
    this.bounds = bounds;
    this.backoff = backoff;
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    return Failures.translate(
        new Claim(heads, backoff, Timers.SYSTEM, UUID::randomUUID, partition).run(),
        e -> e.with("partition", partition));
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    try {
      BlockLog.checkLimits(block);
    } catch (MillraceException e) {
      return CompletableFuture.failedFuture(e);
    }
    long bytes = (long) block.header().size() + block.body().size() + block.index().size();
    return Failures.translate(
        bounds.writes().spend(1, () -> bounds.bytes().spend(bytes, () -> writeRows(block))),
        e -> e.with("partition", block.partition()).with("sequence", block.sequence()));
  }

  /** Both at once: the head may pass the block when both are acknowledged, and not before. */
  private CompletionStage<Void> writeRows(StoredBlock block) {
    return CompletableFuture.allOf(
        rows.write(block).toCompletableFuture(), index.write(block).toCompletableFuture());
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    expected.checkSuccessor(next);
    return Failures.translate(
        bounds.commits().spend(1, () -> heads.move(expected, next)),
        e ->
            // Whatever went wrong on the way to an answer leaves the outcome open.
            (e.kind() == UNAVAILABLE
                    ? e
                    : MillraceException.of(UNAVAILABLE, "no definite answer to a commit", e))
                .with("partition", expected.partition())
                .with("sequence", next.sequence()));
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return Failures.translate(heads.read(partition), e -> e.with("partition", partition));
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    return read(head, after + 1, () -> rows.read(head, after, bytesMax));
  }

  @Override
  public CompletionStage<List<StoredHeader>> headers(Head head, long after) {
    return read(head, after + 1, () -> headers.read(head, after));
  }

  @Override
  public CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax) {
    BlockLog.checkIndexed(blocksMax);
    return read(head, after + 1, () -> index.read(head, after, blocksMax));
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    if (block < 1 || block > head.sequence()) {
      throw new IllegalArgumentException(
          "block: " + block + " (expected: 1 to " + head.sequence() + ")");
    }
    return read(head, block, () -> rows.reread(head, block));
  }

  private <T> CompletionStage<T> read(
      Head head, long wanted, Supplier<CompletionStage<T>> readRows) {
    var partition = head.partition();
    long truncated = head.start().truncated();
    if (wanted <= truncated) {
      return CompletableFuture.failedFuture(BlockLog.truncated(partition, wanted, truncated));
    }
    return Failures.translate(readRows.get(), e -> e.with("partition", partition));
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return Failures.translate(
        deletion.sweepOrphans(claimed), e -> e.with("partition", claimed.partition()));
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    return Failures.translate(
        deletion.deleteTruncated(head).thenCompose(done -> packs.deleteTruncated(head)),
        e -> e.with("partition", head.partition()));
  }
}
