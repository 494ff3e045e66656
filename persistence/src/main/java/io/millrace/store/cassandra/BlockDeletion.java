// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.store.cassandra.BlockRows.bucketOf;

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

  private record Place(long bucket, long sequence, long epoch) {}

  private final CqlSession session;
  private final PreparedStatement list;
  private final PreparedStatement deleteBlock;
  private final PreparedStatement deleteBucket;

  BlockDeletion(Statements statements) {
    session = statements.session();
    list =
        statements.plain(
            """
            SELECT seq, epoch FROM %s.block
            WHERE job = ? AND part = ? AND bucket = ? AND seq > ?""");
    String delete =
        "DELETE FROM %s.block USING TIMESTAMP 2 WHERE job = ? AND part = ? AND bucket = ?";
    deleteBlock = statements.profile(delete + " AND seq = ? AND epoch = ?", Sessions.PAYLOAD);
    deleteBucket = statements.profile(delete, Sessions.PAYLOAD);
  }

  /** Deletes orphans as {@link io.millrace.store.BlockLog#sweepOrphans} says. */
  CompletionStage<Integer> sweepOrphans(Head head) {
    var orphans = new LinkedHashSet<Place>();
    long first = bucketOf(head.sequence() + 1);
    long last = bucketOf(head.sequence() + WINDOW_BLOCKS_MAX);
    return AtOnce.forEach(buckets(first, last), 1, bucket -> list(head, bucket, orphans))
        .thenCompose(
            listed ->
                AtOnce.forEach(
                    orphans.iterator(), AT_ONCE_MAX, place -> delete(head.partition(), place)))
        .thenApply(deleted -> orphans.size());
  }

  private CompletionStage<@Nullable Void> list(Head head, long bucket, Set<Place> orphans) {
    var partition = head.partition();
    return session
        .executeAsync(list.bind(partition.job(), partition.number(), bucket, head.sequence()))
        .thenCompose(page -> take(page, head, bucket, orphans));
  }

  private static CompletionStage<@Nullable Void> take(
      AsyncResultSet page, Head head, long bucket, Set<Place> orphans) {
    for (var row : page.currentPage()) {
      var place = new Place(bucket, row.getLong("seq"), row.getLong("epoch"));
      if (place.epoch() < head.epoch().value()) {
        orphans.add(place);
      }
    }
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> take(next, head, bucket, orphans))
        : CompletableFuture.completedFuture(null);
  }

  private CompletionStage<AsyncResultSet> delete(PartitionId partition, Place place) {
    return session.executeAsync(
        deleteBlock.bind(
            partition.job(), partition.number(), place.bucket(), place.sequence(), place.epoch()));
  }

  /** Deletes whole buckets as {@link io.millrace.store.BlockLog#deleteTruncated} says. */
  CompletionStage<@Nullable Void> deleteTruncated(Head head) {
    var partition = head.partition();
    long first = bucketOf(head.start().swept() + 1);
    // A bucket that holds a later block too goes with a later truncation.
    return deleteBuckets(partition, first, bucketOf(head.start().truncated() + 1) - 1);
  }

  /** Deletes all that is left of a log, orphans too. */
  CompletionStage<@Nullable Void> deleteAll(Head head) {
    long first = bucketOf(head.start().swept() + 1);
    long last = bucketOf(head.sequence() + WINDOW_BLOCKS_MAX);
    return deleteBuckets(head.partition(), first, last);
  }

  private CompletionStage<@Nullable Void> deleteBuckets(
      PartitionId partition, long first, long last) {
    return AtOnce.forEach(
        buckets(first, last),
        AT_ONCE_MAX,
        bucket ->
            session.executeAsync(deleteBucket.bind(partition.job(), partition.number(), bucket)));
  }

  private static Iterator<Long> buckets(long first, long last) {
    return LongStream.rangeClosed(first, last).iterator();
  }
}
