// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.exchange.StageExchange;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.Carrier;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.Term;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * What a partition owes to other stages, on its way to their owners in the same kit, during one
 * life. Nothing gets lost here but in a crash. Not thread-safe.
 */
final class Link implements Carrier.Road {
  private final PartitionId source;
  private final Term<Consumer<PartitionReply>> term;
  private final ProducerEpoch opening;
  private final IntFunction<Owner> owners;
  private final ManualTime time;
  private final Executor life;
  private final Carrier carrier;

  /**
   * Begins with what is owed already.
   *
   * @param owners finds a partition's owner by its number
   * @param life runs tasks until the next crash
   */
  Link(
      PartitionId source,
      Term<Consumer<PartitionReply>> term,
      IntFunction<Owner> owners,
      ManualTime time,
      Executor life) {
    this.source = source;
    this.term = term;
    this.opening = new ProducerEpoch(term.core().epoch().value(), 1);
    this.owners = owners;
    this.time = time;
    this.life = life;
    this.carrier = new StageExchange(source, Settings.exchange(), this);
    life.execute(() -> carrier.carry(term.core().owed()));
  }

  void owes(List<OutboxRecord> committed) {
    carrier.carry(committed);
  }

  private void answered(PartitionReply reply) {
    life.execute(() -> carrier.answered(reply));
  }

  @Override
  public void open(int target) {
    life.execute(() -> owners.apply(target).open(source.producer(), opening, this::answered));
  }

  @Override
  public void append(int target, long previous, int attempt, List<DataRecord> records) {
    life.execute(
        () ->
            owners
                .apply(target)
                .take(source.producer(), opening, previous, attempt, records, this::answered));
  }

  @Override
  public void later(Duration wait, Runnable task) {
    time.pause(wait).thenRunAsync(task, life);
  }

  @Override
  public void delivered(int target, long sequence) {
    term.core().delivered(target, sequence);
  }

  @Override
  public void failed(MillraceException cause) {
    term.onFailed(cause);
  }
}
