// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Erasure;
import io.millrace.store.Head;
import java.util.ArrayList;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Removes rows of deleted jobs. What only compare-and-set changes, heads, producers and
 * dictionaries, goes by compare-and-set. Thread-safe.
 */
final class CassandraErasure implements Erasure {
  /** Rows of one page of the search for a job's producers. */
  private static final int PAGE_ROWS = 1_000;

  private static final int AT_ONCE_MAX = 4;

  private final CqlSession session;
  private final BlockLog log;
  private final HeadRow heads;
  private final BlockDeletion blocks;
  private final PackDeletion packs;
  private final CassandraSnapshotStore snapshots;
  private final CassandraDictionaryStore dictionaries;
  private final PreparedStatement deleteHead;
  private final PreparedStatement listProducers;
  private final PreparedStatement deleteProducer;

  CassandraErasure(
      Statements statements,
      BlockLog log,
      PackDeletion packs,
      CassandraSnapshotStore snapshots,
      CassandraDictionaryStore dictionaries) {
    this.session = statements.session();
    this.log = log;
    this.packs = packs;
    this.snapshots = snapshots;
    this.dictionaries = dictionaries;
    heads = new HeadRow(statements);
    blocks = new BlockDeletion(statements);
    deleteHead =
        statements.cas("DELETE FROM %s.head WHERE job = ? AND part = ? IF epoch = ? AND owner = ?");
    listProducers = statements.plain("SELECT job, producer FROM %s.producer");
    deleteProducer =
        statements.cas("DELETE FROM %s.producer WHERE job = ? AND producer = ? IF EXISTS");
  }

  @Override
  public CompletionStage<Boolean> erase(PartitionId partition) {
    return Failures.translate(
        heads
            .readSerial(partition)
            .thenCompose(
                head ->
                    head.epoch().equals(Epoch.NONE)
                        ? CompletableFuture.completedFuture(false)
                        : eraseAll(partition)),
        e -> e.with("partition", partition));
  }

  private CompletionStage<Boolean> eraseAll(PartitionId partition) {
    return log.claim(partition)
        .thenCompose(
            claimed ->
                snapshots
                    .eraseAll(claimed)
                    .thenCompose(done -> blocks.deleteAll(claimed))
                    .thenCompose(done -> packs.deleteAll(claimed))
                    .thenCompose(done -> deleteHead(claimed)))
        .thenApply(done -> true);
  }

  /** If another claim came between, the head stays, and the next call begins anew. */
  private CompletionStage<AsyncResultSet> deleteHead(Head claimed) {
    var id = claimed.partition();
    return session.executeAsync(
        deleteHead.bind(id.job(), id.number(), claimed.epoch().value(), claimed.owner()));
  }

  @Override
  public CompletionStage<Integer> eraseProducers(UUID job) {
    // The table is ordered by job and producer together, so only a look at all of it finds them.
    return Failures.translate(
        session
            .executeAsync(listProducers.bind().setPageSize(PAGE_ROWS))
            .thenCompose(page -> eraseProducers(page, job, 0)),
        e -> e.with("job", job));
  }

  @Override
  public CompletionStage<Integer> eraseDictionaries(UUID job) {
    return Failures.translate(dictionaries.erase(job), e -> e.with("job", job));
  }

  private CompletionStage<Integer> eraseProducers(AsyncResultSet page, UUID job, int before) {
    var names = new ArrayList<String>();
    for (var row : page.currentPage()) {
      if (job.equals(row.getUuid("job"))) {
        names.add(Objects.requireNonNull(row.getString("producer"), "producer"));
      }
    }
    int count = before + names.size();
    return AtOnce.forEach(
            names.iterator(),
            AT_ONCE_MAX,
            name -> session.executeAsync(deleteProducer.bind(job, name)))
        .thenCompose(
            done ->
                page.hasMorePages()
                    ? page.fetchNextPage().thenCompose(next -> eraseProducers(next, job, count))
                    : CompletableFuture.completedFuture(count));
  }
}
