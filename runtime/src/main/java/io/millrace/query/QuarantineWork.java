// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionCommand.ActOnQuarantine;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.query.QuarantineDesk.Outcome;
import io.millrace.query.QuarantineDesk.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Entries of quarantine to act on, and what became of those done: partition after partition, in
 * batches. Not thread-safe: one request's, step by step.
 */
final class QuarantineWork {
  /** Most entries that a partition is asked to act on at once. */
  static final int BATCH_MAX = 100;

  /** How often in a row a partition may have no room for any of a batch. */
  private static final int FULL_MAX = 10;

  private record Batch(PartitionId partition, List<Long> ids) {}

  private final PartitionAsks asks;
  private final QuarantineAction action;
  private final List<Batch> batches = new ArrayList<>();
  private final List<Place> unknown = new ArrayList<>();
  private long redriven;
  private long failed;
  private long dropped;
  private int full;

  QuarantineWork(PartitionAsks asks, QuarantineAction action) {
    this.asks = asks;
    this.action = action;
  }

  QuarantineAction action() {
    return action;
  }

  void add(PartitionId partition, long id) {
    for (Batch batch : batches) {
      if (batch.partition().equals(partition) && batch.ids().size() < BATCH_MAX) {
        batch.ids().add(id);
        return;
      }
    }
    var ids = new ArrayList<Long>();
    ids.add(id);
    batches.add(new Batch(partition, ids));
  }

  /** Acts on all that was added since the last run. */
  CompletionStage<Void> run() {
    if (batches.isEmpty()) {
      return CompletableFuture.completedStage(null);
    }
    Batch batch = batches.get(0);
    return asks.ask(
            batch.partition(),
            QuarantineDone.class,
            replyTo -> new ActOnQuarantine(batch.partition(), action, batch.ids(), replyTo))
        .thenCompose(
            done -> {
              take(batch, done);
              return run();
            });
  }

  private void take(Batch batch, QuarantineDone done) {
    redriven += done.redriven();
    failed += done.failed();
    dropped += done.dropped();
    int number = batch.partition().number();
    done.unknown().forEach(id -> unknown.add(new Place(number, id)));
    full = done.left().size() == batch.ids().size() ? full + 1 : 0;
    if (full >= FULL_MAX) {
      throw MillraceException.of(Kind.BUSY, "partition has no room for what leaves quarantine")
          .with("partition", batch.partition())
          .with("entries", done.left().size());
    }
    batches.remove(0);
    if (!done.left().isEmpty()) {
      batches.add(0, new Batch(batch.partition(), new ArrayList<>(done.left())));
    }
  }

  Outcome outcome(Optional<Place> next) {
    return new Outcome(redriven, failed, dropped, List.copyOf(unknown), next);
  }
}
