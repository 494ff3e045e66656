// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.OpenProducer;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** What a partition owes to others, on its way through the cluster during one term. */
final class StageLink implements Carrier.Road {
  private final PartitionId source;
  private final Term<?> term;
  private final ProducerEpoch opening;
  private final Outbound outbound;
  private final ActorRef<PartitionReply> answers;
  private final Carrier carrier;

  /**
   * Begins with what is owed already.
   *
   * @param answers where targets answer
   */
  StageLink(PartitionId source, Term<?> term, Outbound outbound, ActorRef<PartitionReply> answers) {
    this.source = source;
    this.term = term;
    // A target takes the term for an opening of the source; sequences never start afresh.
    this.opening = new ProducerEpoch(term.core().epoch().value(), 1);
    this.outbound = outbound;
    this.answers = answers;
    this.carrier = outbound.carriers().make(source, this);
    carrier.carry(term.core().owed());
  }

  void owes(List<OutboxRecord> committed) {
    carrier.carry(committed);
  }

  void answered(PartitionReply reply) {
    carrier.answered(reply);
  }

  @Override
  public void open(int target) {
    outbound.region().accept(new OpenProducer(id(target), source.producer(), opening, answers));
  }

  @Override
  public void append(int target, long previous, int attempt, List<DataRecord> records) {
    outbound
        .region()
        .accept(
            new Append(
                id(target), source.producer(), opening, previous, attempt, records, answers));
  }

  private PartitionId id(int target) {
    return new PartitionId(source.job(), target);
  }

  @Override
  public void later(Duration wait, Runnable task) {
    term.later(wait, task);
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
