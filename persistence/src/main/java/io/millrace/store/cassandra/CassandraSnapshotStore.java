// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Snapshots in Cassandra: a small row announces each, and its chunks lie 32 to a Cassandra
 * partition, so that one partition holds 32 MiB at most. Written with timestamp 1 and deleted with
 * timestamp 2, as blocks are. Thread-safe.
 */
final class CassandraSnapshotStore implements SnapshotStore {
  /** Chunks in one Cassandra partition; part of the stored format. */
  static final int BUCKET_CHUNKS = 32;

  private final CqlSession session;
  private final InFlight inFlight;
  private final PreparedStatement announce;
  private final PreparedStatement list;
  private final PreparedStatement withdraw;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement selectAll;
  private final PreparedStatement probe;
  private final PreparedStatement deleteBucket;

  /**
   * @param inFlight the bytes on their way, those of blocks included
   */
  CassandraSnapshotStore(Statements statements, InFlight inFlight) {
    session = statements.session();
    this.inFlight = inFlight;
    announce =
        statements.profile(
            """
            INSERT INTO %s.snapshot (job, part, snap_id, epoch)
            VALUES (?, ?, ?, ?) USING TIMESTAMP 1""",
            Sessions.PAYLOAD);
    list = statements.plain("SELECT snap_id, epoch FROM %s.snapshot WHERE job = ? AND part = ?");
    withdraw =
        statements.profile(
            """
            DELETE FROM %s.snapshot USING TIMESTAMP 2
            WHERE job = ? AND part = ? AND snap_id = ?""",
            Sessions.PAYLOAD);
    insert =
        statements.profile(
            """
            INSERT INTO %s.snapshot_chunk (job, part, snap_id, bucket, chunk, body)
            VALUES (?, ?, ?, ?, ?, ?) USING TIMESTAMP 1""",
            Sessions.PAYLOAD);
    String bucket =
        " FROM %s.snapshot_chunk WHERE job = ? AND part = ? AND snap_id = ? AND bucket = ?";
    select = statements.profile("SELECT body" + bucket + " AND chunk = ?", Sessions.RECOVER);
    selectAll = statements.profile("SELECT body" + bucket + " AND chunk = ?", Sessions.RECOVER_ALL);
    probe = statements.plain("SELECT chunk" + bucket + " LIMIT 1");
    deleteBucket =
        statements.profile(
            """
            DELETE FROM %s.snapshot_chunk USING TIMESTAMP 2
            WHERE job = ? AND part = ? AND snap_id = ? AND bucket = ?""",
            Sessions.PAYLOAD);
  }

  @Override
  public CompletionStage<Void> announce(PartitionId partition, UUID id, Epoch epoch) {
    return translate(
        session
            .executeAsync(announce.bind(partition.job(), partition.number(), id, epoch.value()))
            .thenApply(done -> null),
        partition,
        id);
  }

  @Override
  public CompletionStage<Void> write(PartitionId partition, UUID id, int chunk, ByteString bytes) {
    if (bytes.size() > CHUNK_BYTES_MAX) {
      return CompletableFuture.failedFuture(
          MillraceException.of(CALLER, "snapshot chunk over the store's limit")
              .with("partition", partition)
              .with("chunk", chunk)
              .with("bytes", bytes.size())
              .with("expected", CHUNK_BYTES_MAX));
    }
    var statement =
        insert.bind(
            partition.job(),
            partition.number(),
            id,
            bucketOf(chunk),
            chunk,
            bytes.asReadOnlyByteBuffer());
    return translate(
        inFlight.spend(bytes.size(), () -> session.executeAsync(statement).thenApply(done -> null)),
        partition,
        id);
  }

  @Override
  public CompletionStage<ByteString> read(PartitionId partition, UUID id, int chunk) {
    return translate(
        read(select, partition, id, chunk)
            .thenCompose(
                found ->
                    found != null
                        ? CompletableFuture.completedFuture(found)
                        : readAll(partition, id, chunk)),
        partition,
        id);
  }

  /** A quorum that misses what a quorum acknowledged has lost something: ask all. */
  private CompletionStage<ByteString> readAll(PartitionId partition, UUID id, int chunk) {
    return read(selectAll, partition, id, chunk)
        .thenCompose(
            found ->
                found != null
                    ? CompletableFuture.completedFuture(found)
                    : CompletableFuture.failedFuture(
                        MillraceException.of(CORRUPT, "snapshot chunk is missing")
                            .with("chunk", chunk)));
  }

  private CompletionStage<@Nullable ByteString> read(
      PreparedStatement statement, PartitionId partition, UUID id, int chunk) {
    return session
        .executeAsync(
            statement.bind(partition.job(), partition.number(), id, bucketOf(chunk), chunk))
        .thenApply(
            result -> {
              var row = result.one();
              return row == null ? null : BlockRows.bytes(row.getByteBuffer("body"));
            });
  }

  @Override
  public CompletionStage<Void> delete(PartitionId partition, UUID id) {
    return translate(
        firstEmpty(partition, id, 0)
            .thenCompose(empty -> deleteDown(partition, id, empty))
            .thenCompose(
                deleted ->
                    session.executeAsync(withdraw.bind(partition.job(), partition.number(), id)))
            .thenApply(done -> null),
        partition,
        id);
  }

  private CompletionStage<Integer> firstEmpty(PartitionId partition, UUID id, int bucket) {
    return session
        .executeAsync(probe.bind(partition.job(), partition.number(), id, bucket))
        .thenCompose(
            result ->
                result.one() == null
                    ? CompletableFuture.completedFuture(bucket)
                    : firstEmpty(partition, id, bucket + 1));
  }

  /**
   * From the last bucket to the first, so that after a crash between, the buckets that are left
   * still have no gap. The empty one too: it hides what a paused owner may yet write there.
   */
  private CompletionStage<@Nullable Void> deleteDown(PartitionId partition, UUID id, int last) {
    return AtOnce.forEach(
        IntStream.rangeClosed(0, last).map(up -> last - up).iterator(),
        1,
        bucket ->
            session.executeAsync(
                deleteBucket.bind(partition.job(), partition.number(), id, bucket)));
  }

  @Override
  public CompletionStage<Integer> sweep(Head claimed) {
    var partition = claimed.partition();
    var left = new ArrayList<UUID>();
    return Failures.translate(
        session
            .executeAsync(list.bind(partition.job(), partition.number()))
            .thenCompose(page -> take(page, claimed, left))
            .thenCompose(listed -> AtOnce.forEach(left.iterator(), 1, id -> delete(partition, id)))
            .thenApply(deleted -> left.size()),
        e -> e.with("partition", partition));
  }

  private static CompletionStage<@Nullable Void> take(
      AsyncResultSet page, Head claimed, List<UUID> left) {
    var start = claimed.start();
    for (var row : page.currentPage()) {
      var id = Objects.requireNonNull(row.getUuid("snap_id"), "snap_id");
      boolean named = id.equals(start.newest().id()) || id.equals(start.older().id());
      if (!named && row.getLong("epoch") < claimed.epoch().value()) {
        left.add(id);
      }
    }
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> take(next, claimed, left))
        : CompletableFuture.completedFuture(null);
  }

  /** Deletes every snapshot of a partition whose blocks go too. */
  CompletionStage<Integer> eraseAll(Head claimed) {
    // Its head names none any more, and every one of them is of an earlier term.
    return sweep(
        new Head(
            claimed.partition(),
            claimed.epoch(),
            claimed.owner(),
            claimed.sequence(),
            claimed.chain(),
            claimed.epochStarts(),
            LogStart.GENESIS));
  }

  static int bucketOf(int chunk) {
    return chunk / BUCKET_CHUNKS;
  }

  private static <T> CompletionStage<T> translate(
      CompletionStage<T> stage, PartitionId partition, UUID id) {
    return Failures.translate(stage, e -> e.with("partition", partition).with("snapshot", id));
  }
}
