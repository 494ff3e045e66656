// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CALLER;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.HeadStore;
import io.millrace.store.LogStart;
import io.millrace.store.Packed;
import io.millrace.store.SnapshotRef;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The statements on a partition's head row, which nothing but compare-and-set ever changes. One
 * call is one attempt: a value is a definite answer, a failure of any kind an unknown outcome. All
 * failures are ours, translated here. Thread-safe.
 */
final class HeadRow implements HeadStore {
  private static final UUID NOBODY = Head.unclaimed(new PartitionId(new UUID(0, 0), 0)).owner();

  private final CqlSession session;
  private final PreparedStatement create;
  private final PreparedStatement raise;
  private final PreparedStatement move;
  private final PreparedStatement moveAll;
  private final PreparedStatement pack;
  private final PreparedStatement packedSwept;
  private final PreparedStatement read;
  private final PreparedStatement readSerial;

  HeadRow(Statements statements) {
    session = statements.session();
    create =
        statements.cas(
            """
            INSERT INTO %s.head (job, part, epoch, seq, blk_epoch, snap_seq, trunc_seq, fmt)
            VALUES (?, ?, 0, 0, 0, 0, 0, ?) IF NOT EXISTS""");
    raise =
        statements.cas(
            "UPDATE %s.head SET epoch = ?, owner = ? WHERE job = ? AND part = ? IF epoch = ?");
    String where = " WHERE job = ? AND part = ? IF epoch = ? AND owner = ? AND seq = ?";
    move = statements.cas("UPDATE %s.head SET seq = ?, blk_epoch = ?, chain = ?" + where);
    moveAll =
        statements.cas(
            """
            UPDATE %s.head SET seq = ?, blk_epoch = ?, chain = ?, epoch_starts = ?, snap_seq = ?, snap_id = ?,
            older_seq = ?, older_id = ?, trunc_seq = ?, swept_seq = ?"""
                + where);
    pack =
        statements.cas(
            "UPDATE %s.head SET pack_seq = ?, pack_id = ?, pack_swept = ?, fmt = ?"
                + where
                + " AND pack_id = ?");
    packedSwept =
        statements.cas(
            "UPDATE %s.head SET pack_swept = ? WHERE job = ? AND part = ? IF pack_id = ?");
    String select =
        """
        SELECT epoch, owner, seq, chain, epoch_starts, snap_seq, snap_id, older_seq, older_id, trunc_seq,
        swept_seq, pack_seq, pack_id, pack_swept, fmt FROM %s.head WHERE job = ? AND part = ?""";
    read = statements.plain(select);
    readSerial = statements.serial(select);
  }

  /** Makes the row unless there is one. */
  @Override
  public CompletionStage<Void> create(PartitionId id) {
    return execute(id, create.bind(id.job(), id.number(), Schema.FORMAT_UNPACKED))
        .thenApply(result -> null);
  }

  /** Raises the epoch by one for a new owner, if it still is the expected one. */
  @Override
  public CompletionStage<Boolean> raise(PartitionId id, Epoch expected, UUID owner) {
    return execute(
            id, raise.bind(expected.next().value(), owner, id.job(), id.number(), expected.value()))
        .thenApply(AsyncResultSet::wasApplied);
  }

  /** Moves the head; what changes rarely goes along only when it changed. */
  @Override
  public CompletionStage<CasResult> move(Head expected, Head next) {
    var id = expected.partition();
    long epoch = expected.epoch().value();
    var chain = next.chain().asReadOnlyByteBuffer();
    boolean all =
        !next.epochStarts().equals(expected.epochStarts())
            || !next.start().equals(expected.start());
    var start = next.start();
    var statement =
        all
            ? moveAll.bind(
                next.sequence(),
                epoch,
                chain,
                next.epochStarts(),
                start.newest().sequence(),
                start.newest().id(),
                start.older().sequence(),
                start.older().id(),
                start.truncated(),
                start.swept(),
                id.job(),
                id.number(),
                epoch,
                expected.owner(),
                expected.sequence())
            : move.bind(
                next.sequence(),
                epoch,
                chain,
                id.job(),
                id.number(),
                epoch,
                expected.owner(),
                expected.sequence());
    // A refusal brings only the columns of the condition, so the rest is read behind it.
    return execute(id, statement)
        .thenCompose(
            result ->
                result.wasApplied()
                    ? CompletableFuture.completedFuture(new CasResult(true, next))
                    : readSerial(id).thenApply(head -> new CasResult(false, head)));
  }

  /** Lets the head name another list of packs; an older Millrace refuses the partition from now. */
  CompletionStage<CasResult> pack(Head expected, Packed next) {
    var id = expected.partition();
    var before = expected.packed();
    return execute(
            id,
            pack.bind(
                next.upTo(),
                next.list(),
                next.swept(),
                Schema.FORMAT,
                id.job(),
                id.number(),
                expected.epoch().value(),
                expected.owner(),
                expected.sequence(),
                before.exists() ? before.list() : null))
        .thenCompose(
            result ->
                result.wasApplied()
                    ? CompletableFuture.completedFuture(
                        new CasResult(true, expected.withPacked(next)))
                    : readSerial(id).thenApply(head -> new CasResult(false, head)));
  }

  /** The rows of all packed blocks are deleted; true for as long as the list is the same. */
  CompletionStage<Void> packedSwept(Head head) {
    var id = head.partition();
    var packed = head.packed();
    return execute(id, packedSwept.bind(packed.upTo(), id.job(), id.number(), packed.list()))
        .thenApply(result -> null);
  }

  /** The head as replicas have it; may be a little old. */
  @Override
  public CompletionStage<Head> read(PartitionId id) {
    return select(read, id);
  }

  /** The head after whatever was decided on it before; ends or kills what is under way. */
  @Override
  public CompletionStage<Head> readSerial(PartitionId id) {
    return select(readSerial, id);
  }

  private CompletionStage<Head> select(PreparedStatement statement, PartitionId id) {
    return execute(id, statement.bind(id.job(), id.number()))
        .thenApply(
            result -> {
              Row row = result.one();
              return row == null ? Head.unclaimed(id) : head(id, row);
            });
  }

  private CompletionStage<AsyncResultSet> execute(PartitionId id, BoundStatement statement) {
    return Failures.translate(session.executeAsync(statement), e -> e.with("partition", id));
  }

  private static Head head(PartitionId id, Row row) {
    int format = row.getInt("fmt");
    if (format > Schema.FORMAT) {
      throw MillraceException.of(CALLER, "partition was written by a newer Millrace")
          .with("partition", id)
          .with("format", format)
          .with("known", Schema.FORMAT);
    }
    var owner = row.getUuid("owner");
    var chain = row.getByteBuffer("chain");
    Map<Long, Long> starts = row.getMap("epoch_starts", Long.class, Long.class);
    return new Head(
        id,
        new Epoch(row.getLong("epoch")),
        owner == null ? NOBODY : owner,
        row.getLong("seq"),
        chain == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(chain),
        starts == null ? Map.of() : starts,
        new LogStart(
            snapshot(row, "snap_seq", "snap_id"),
            snapshot(row, "older_seq", "older_id"),
            row.getLong("trunc_seq"),
            row.getLong("swept_seq")),
        packed(row));
  }

  private static Packed packed(Row row) {
    var list = row.getUuid("pack_id");
    return list == null
        ? Packed.NONE
        : new Packed(row.getLong("pack_seq"), list, row.getLong("pack_swept"));
  }

  private static SnapshotRef snapshot(Row row, String sequence, String id) {
    var uuid = row.getUuid(id);
    return uuid == null ? SnapshotRef.NONE : new SnapshotRef(row.getLong(sequence), uuid);
  }
}
