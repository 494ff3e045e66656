// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.persistence;

import io.millrace.bench.peer.ingest.RecordSink;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;

/** Hears what became of a round's commands. */
final class Answers extends AbstractActor {
  private final RecordSink.Outcome outcome;
  private final Semaphore free;

  private Answers(RecordSink.Outcome outcome, Semaphore free) {
    this.outcome = outcome;
    this.free = free;
  }

  /**
   * @param free gets a permit back for each answer
   */
  static Props props(RecordSink.Outcome outcome, Semaphore free) {
    return Props.create(Answers.class, () -> new Answers(outcome, free));
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(RecordEntity.Stored.class, this::onStored)
        .match(RecordEntity.Refused.class, this::onRefused)
        .build();
  }

  private void onStored(RecordEntity.Stored stored) {
    free.release();
    outcome.acknowledged(stored.place());
  }

  private void onRefused(RecordEntity.Refused refused) {
    free.release();
    outcome.failed(refused.cause());
  }
}
