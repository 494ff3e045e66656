// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.PackRun;
import io.millrace.store.PackStore;
import io.millrace.store.Packed;
import io.millrace.store.StoredPack;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Packs in Cassandra: plain rows first, then the head by compare-and-set. Thread-safe. */
final class CassandraPackStore implements PackStore {
  private static final int AT_ONCE_MAX = 8;

  private final HeadRow heads;
  private final PackRows rows;
  private final PackRuns runs;
  private final BlockDeletion blocks;
  private final InFlight inFlight;

  /**
   * @param inFlight the bytes on their way, those of blocks included
   */
  CassandraPackStore(Statements statements, PackRows rows, PackRuns runs, InFlight inFlight) {
    this.heads = new HeadRow(statements);
    this.rows = rows;
    this.runs = runs;
    this.blocks = new BlockDeletion(statements);
    this.inFlight = inFlight;
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return translate(heads.readSerial(partition), partition);
  }

  @Override
  public CompletionStage<Void> announce(PartitionId partition, PackRun run) {
    return translate(runs.announce(partition, run).thenApply(done -> null), partition);
  }

  @Override
  public CompletionStage<List<PackRun>> runs(PartitionId partition) {
    return translate(runs.list(partition), partition);
  }

  /** The entry first: a pack that no list names could not be found to be deleted. */
  @Override
  public CompletionStage<Void> write(StoredPack pack) {
    try {
      PackStore.checkLimits(pack);
    } catch (MillraceException e) {
      return CompletableFuture.failedFuture(e);
    }
    PackEntry entry = pack.entry();
    return translate(
        inFlight.spend(
            entry.bytes(),
            () ->
                rows.write(pack.partition(), pack.run(), entry)
                    .thenCompose(listed -> rows.write(pack))),
        pack.partition());
  }

  @Override
  public CompletionStage<Void> carry(PartitionId partition, UUID run, List<PackEntry> entries) {
    return translate(
        AtOnce.forEach(entries.iterator(), AT_ONCE_MAX, entry -> rows.write(partition, run, entry))
            .thenApply(done -> null),
        partition);
  }

  @Override
  public CompletionStage<List<PackEntry>> entries(PartitionId partition, UUID list, long bucket) {
    return translate(rows.list(partition, list, bucket), partition);
  }

  @Override
  public CompletionStage<StoredPack> read(PartitionId partition, PackEntry entry) {
    return translate(
        rows.read(partition, entry, false)
            .thenCompose(
                found ->
                    found == null
                        ? rows.read(partition, entry, true)
                        : CompletableFuture.completedFuture(found))
            .thenCompose(
                found ->
                    found == null
                        ? CompletableFuture.failedFuture(
                            MillraceException.of(CORRUPT, "pack is missing")
                                .with("pack", entry.first() + " to " + entry.last()))
                        : CompletableFuture.completedFuture(found)),
        partition);
  }

  @Override
  public CompletionStage<CasResult> commit(Head expected, Packed next) {
    PackStore.checkCommit(expected, next);
    return Failures.translate(
        heads.pack(expected, next),
        e ->
            // Whatever went wrong on the way to an answer leaves the outcome open.
            (e.kind() == UNAVAILABLE
                    ? e
                    : MillraceException.of(UNAVAILABLE, "no definite answer to a commit", e))
                .with("partition", expected.partition())
                .with("packed", next.upTo()));
  }

  @Override
  public CompletionStage<Void> deleteRows(Head head) {
    return translate(
        blocks.deletePacked(head).thenCompose(done -> heads.packedSwept(head)), head.partition());
  }

  @Override
  public CompletionStage<Void> delete(PartitionId partition, PackEntry entry) {
    return translate(rows.delete(partition, entry).thenApply(done -> null), partition);
  }

  @Override
  public CompletionStage<Void> deleteList(PartitionId partition, UUID list, long bucket) {
    return translate(rows.deleteList(partition, list, bucket).thenApply(done -> null), partition);
  }

  @Override
  public CompletionStage<Void> withdraw(PartitionId partition, UUID run) {
    return translate(runs.withdraw(partition, run).thenApply(done -> null), partition);
  }

  private static <T> CompletionStage<T> translate(CompletionStage<T> stage, PartitionId partition) {
    return Failures.translate(stage, e -> e.with("partition", partition));
  }
}
