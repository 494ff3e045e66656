// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.HeadStore;
import io.millrace.store.PackEntry;
import io.millrace.store.PackStore;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Deletes packs of truncated blocks, and of deleted jobs. Thread-safe. */
final class PackDeletion {
  private static final int AT_ONCE_MAX = 4;

  /** Lists that may be replaced under one deletion. */
  private static final int LISTS_MAX = 3;

  private final PackRows rows;
  private final PackRuns runs;
  private final HeadStore heads;

  PackDeletion(PackRows rows, PackRuns runs, HeadStore heads) {
    this.rows = rows;
    this.runs = runs;
    this.heads = heads;
  }

  /**
   * Deletes the packs that hold nothing but truncated blocks. The owner's head may not know of the
   * packs there are, so it is read again; the list must still be the head's when it is read to the
   * end, since another compaction may delete it meanwhile.
   */
  CompletionStage<@Nullable Void> deleteTruncated(Head owned) {
    return owned.start().truncated() == 0
        ? CompletableFuture.completedFuture(null)
        : heads.readSerial(owned.partition()).thenCompose(now -> deleteTruncated(owned, now, 1));
  }

  private CompletionStage<@Nullable Void> deleteTruncated(Head owned, Head now, int attempt) {
    if (!now.packed().exists()) {
      return CompletableFuture.completedFuture(null);
    }
    PartitionId partition = owned.partition();
    UUID list = now.packed().list();
    long truncated = owned.start().truncated();
    long end = Math.min(truncated, now.packed().upTo());
    return AtOnce.forEach(
            buckets(owned.start().swept() + 1, end),
            1,
            bucket ->
                rows.list(partition, list, bucket)
                    .thenCompose(entries -> deleteUpTo(partition, entries, truncated)))
        .thenCompose(done -> heads.readSerial(partition))
        .thenCompose(
            then -> {
              if (then.packed().list().equals(list)) {
                return CompletableFuture.completedFuture(null);
              }
              return attempt < LISTS_MAX
                  ? deleteTruncated(owned, then, attempt + 1)
                  : CompletableFuture.failedFuture(
                      MillraceException.of(UNAVAILABLE, "compactions keep replacing the list")
                          .with("partition", partition));
            });
  }

  private CompletionStage<@Nullable Void> deleteUpTo(
      PartitionId partition, List<PackEntry> entries, long truncated) {
    return AtOnce.forEach(
        entries.stream().filter(entry -> entry.last() <= truncated).iterator(),
        AT_ONCE_MAX,
        entry -> rows.delete(partition, entry));
  }

  /** Deletes all packs, lists and runs of a log whose owner is fenced. */
  CompletionStage<@Nullable Void> deleteAll(Head head) {
    PartitionId partition = head.partition();
    return runs.list(partition)
        .thenCompose(
            all ->
                AtOnce.forEach(
                    all.iterator(), 1, run -> deleteRun(partition, run.id(), head.sequence())));
  }

  private CompletionStage<@Nullable Void> deleteRun(PartitionId partition, UUID run, long last) {
    return AtOnce.forEach(
            buckets(1, last),
            1,
            bucket ->
                rows.list(partition, run, bucket)
                    .thenCompose(entries -> deleteUpTo(partition, entries, Long.MAX_VALUE))
                    .thenCompose(done -> rows.deleteList(partition, run, bucket)))
        .thenCompose(done -> runs.withdraw(partition, run))
        .thenApply(done -> null);
  }

  private static Iterator<Long> buckets(long first, long last) {
    return LongStream.rangeClosed(PackStore.bucketOf(first), PackStore.bucketOf(last)).iterator();
  }
}
