// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Deletes rows of blocks that a head says nobody may count on. All with timestamp 2, above that of
 * every write, so that a write which comes late stays invisible. Thread-safe.
 */
final class BlockDeletion {
  /** Blocks that an owner may have written beyond its head; an orphan is no further away. */
  static final int WINDOW_BLOCKS_MAX = 64;

  private static final int AT_ONCE_MAX = 4;

  private record Place(long sequence, long epoch) {}

  /** One of the tables that hold a row or more of each block. */
  private static final class BlockTable {
    private final int bucketBlocks;
    private final PreparedStatement list;
    private final PreparedStatement deleteBlock;
    private final PreparedStatement deleteBucket;

    BlockTable(Statements statements, String name, int bucketBlocks) {
      this.bucketBlocks = bucketBlocks;
      String where = " WHERE job = ? AND part = ? AND bucket = ?";
      list = statements.plain("SELECT seq, epoch FROM %s." + name + where + " AND seq > ?");
      String delete = "DELETE FROM %s." + name + " USING TIMESTAMP 2" + where;
      deleteBlock = statements.profile(delete + " AND seq = ? AND epoch = ?", Sessions.PAYLOAD);
      deleteBucket = statements.profile(delete, Sessions.PAYLOAD);
    }

    long bucketOf(long sequence) {
      return sequence / bucketBlocks;
    }
  }

  private final CqlSession session;
  private final BlockTable blocks;
  private final BlockTable index;
  private final PreparedStatement anyEntry;

  BlockDeletion(Statements statements) {
    session = statements.session();
    blocks = new BlockTable(statements, "block", BlockRows.BUCKET_BLOCKS);
    index = new BlockTable(statements, "block_index", IndexRows.BUCKET_BLOCKS);
    anyEntry =
        statements.plain(
            "SELECT seq FROM %s.block_index WHERE job = ? AND part = ? AND bucket = ? LIMIT 1");
  }

  /** Deletes orphans as {@link io.millrace.store.BlockLog#sweepOrphans} says. */
  CompletionStage<Integer> sweepOrphans(Head head) {
    var orphans = new LinkedHashSet<Place>();
    return sweep(blocks, head, orphans)
        .thenCompose(done -> sweep(index, head, orphans))
        .thenCompose(done -> deleteForgotten(head))
        .thenApply(done -> orphans.size());
  }

  /**
   * Deletes what owners of a version that knew no index left of it: they deleted truncated blocks
   * and said that these were swept, but not the blocks' entries. Such buckets lie behind each
   * other, below the first that may still be swept; the search ends at the first one without rows.
   */
  private CompletionStage<@Nullable Void> deleteForgotten(Head head) {
    return deleteForgotten(head.partition(), index.bucketOf(head.start().swept() + 1) - 1);
  }

  private CompletionStage<@Nullable Void> deleteForgotten(PartitionId partition, long bucket) {
    if (bucket < 0) {
      return CompletableFuture.completedFuture(null);
    }
    return session
        .executeAsync(anyEntry.bind(partition.job(), partition.number(), bucket))
        .thenCompose(
            rows ->
                rows.one() == null
                    ? CompletableFuture.completedFuture(null)
                    : deleteBucket(index, partition, bucket)
                        .thenCompose(deleted -> deleteForgotten(partition, bucket - 1)));
  }

  /** Deletes one table's rows of orphans and adds them to those that others had. */
  private CompletionStage<@Nullable Void> sweep(BlockTable table, Head head, Set<Place> orphans) {
    var here = new LinkedHashSet<Place>();
    long first = table.bucketOf(head.sequence() + 1);
    long last = table.bucketOf(head.sequence() + WINDOW_BLOCKS_MAX);
    return AtOnce.forEach(buckets(first, last), 1, bucket -> list(table, head, bucket, here))
        .thenCompose(
            listed ->
                AtOnce.forEach(
                    here.iterator(), AT_ONCE_MAX, place -> delete(table, head.partition(), place)))
        .thenAccept(deleted -> orphans.addAll(here));
  }

  private CompletionStage<@Nullable Void> list(
      BlockTable table, Head head, long bucket, Set<Place> orphans) {
    var partition = head.partition();
    return session
        .executeAsync(table.list.bind(partition.job(), partition.number(), bucket, head.sequence()))
        .thenCompose(page -> take(page, head, orphans));
  }

  private static CompletionStage<@Nullable Void> take(
      AsyncResultSet page, Head head, Set<Place> orphans) {
    for (var row : page.currentPage()) {
      var place = new Place(row.getLong("seq"), row.getLong("epoch"));
      if (place.epoch() < head.epoch().value()) {
        orphans.add(place);
      }
    }
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> take(next, head, orphans))
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<AsyncResultSet> delete(
      BlockTable table, PartitionId partition, Place place) {
    return session.executeAsync(
        table.deleteBlock.bind(
            partition.job(),
            partition.number(),
            table.bucketOf(place.sequence()),
            place.sequence(),
            place.epoch()));
  }

  /** Deletes whole buckets as {@link io.millrace.store.BlockLog#deleteTruncated} says. */
  CompletionStage<@Nullable Void> deleteTruncated(Head head) {
    // A bucket that holds a later block too goes with a later truncation.
    return deleteBuckets(blocks, head, blocks.bucketOf(head.start().truncated() + 1) - 1)
        .thenCompose(
            done -> deleteBuckets(index, head, index.bucketOf(head.start().truncated() + 1) - 1));
  }

  /** Deletes whole buckets as {@link io.millrace.store.PackStore#deleteRows} says; no entries. */
  CompletionStage<@Nullable Void> deletePacked(Head head) {
    long first = Math.max(head.packed().swept(), head.start().swept()) + 1;
    long end = blocks.bucketOf(head.packed().upTo() + 1) - 1;
    return deleteBuckets(blocks, head, first, end);
  }

  /** Deletes all that is left of a log, orphans too. */
  CompletionStage<@Nullable Void> deleteAll(Head head) {
    long end = head.sequence() + WINDOW_BLOCKS_MAX;
    return deleteBuckets(blocks, head, blocks.bucketOf(end))
        .thenCompose(done -> deleteBuckets(index, head, index.bucketOf(end)))
        .thenCompose(done -> deleteForgotten(head));
  }

  /** Deletes the buckets from the first one that an earlier truncation left, up to the last. */
  private CompletionStage<@Nullable Void> deleteBuckets(BlockTable table, Head head, long last) {
    return deleteBuckets(table, head, head.start().swept() + 1, last);
  }

  /** Deletes the buckets from the one that a block is in, up to the last. */
  private CompletionStage<@Nullable Void> deleteBuckets(
      BlockTable table, Head head, long firstBlock, long last) {
    var partition = head.partition();
    return AtOnce.forEach(
        buckets(table.bucketOf(firstBlock), last),
        AT_ONCE_MAX,
        bucket -> deleteBucket(table, partition, bucket));
  }

  private CompletionStage<AsyncResultSet> deleteBucket(
      BlockTable table, PartitionId partition, long bucket) {
    return session.executeAsync(
        table.deleteBucket.bind(partition.job(), partition.number(), bucket));
  }

  private static Iterator<Long> buckets(long first, long last) {
    return LongStream.rangeClosed(first, last).iterator();
  }
}
