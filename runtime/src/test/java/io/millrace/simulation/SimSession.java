// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.ingest.IngestCore;
import io.millrace.ingest.NodeCredit;
import io.millrace.ingest.SessionOutput;
import io.millrace.model.DataRecord;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply;
import java.time.Duration;
import java.util.List;

/** A stream at its gateway: the simulation's shell around an ingest core. */
final class SimSession implements IngestCore.Effects {
  private final World world;
  private final SimGateway gateway;
  private final SimProcess process;
  private final SimStream stream;
  private final Link link;
  private final String producer;
  private final long incarnation;
  private final NodeCredit.Share credit;
  private final IngestCore core;
  private boolean over;

  SimSession(
      World world,
      SimGateway gateway,
      SimStream stream,
      Link link,
      String producer,
      long incarnation) {
    this.world = world;
    this.gateway = gateway;
    this.process = gateway.process();
    this.stream = stream;
    this.link = link;
    this.producer = producer;
    this.credit = gateway.credit().share(gateway.settings().batchBytes(), this::onTurn);
    this.incarnation = incarnation;
    this.core =
        new IngestCore(gateway.job(), producer, gateway.settings(), credit, this, world.now());
  }

  /** Opens the producer, and asks for records. */
  void begin(boolean fresh) {
    gateway
        .store()
        .open(gateway.job().id(), producer, fresh, gateway.mutant().incarnation(incarnation))
        .whenComplete(
            (epoch, failure) ->
                ifAlive(
                    () -> {
                      if (failure == null) {
                        core.epochGiven(epoch);
                      } else {
                        core.epochRefused(failure);
                      }
                    }));
    core.listening(world.now());
    core.feeding();
    tick();
  }

  SimProcess process() {
    return process;
  }

  private void ifAlive(Runnable step) {
    if (!over) {
      step.run();
    }
  }

  private void later(Duration wait, Runnable step) {
    process.after(wait.toNanos(), () -> ifAlive(step));
  }

  private void tick() {
    later(
        IngestCore.TICK,
        () -> {
          core.tick(world.now());
          tick();
        });
  }

  private void onTurn() {
    later(Duration.ZERO, () -> core.creditFreed(world.now()));
  }

  /** The client sent records. */
  void records(List<DataRecord> records) {
    ifAlive(() -> core.records(PackedRecords.copyOf(records), world.now()));
  }

  /** The client sends no more. */
  void noMore() {
    ifAlive(core::noMore);
  }

  /** An owner answered. */
  void reply(PartitionReply reply) {
    world.note(() -> "  reply to " + stream + ": " + reply);
    ifAlive(() -> core.reply(reply, world.now()));
  }

  /** Nobody listens any more. */
  void abandon() {
    over = true;
    credit.close();
  }

  /** The gateway crashed. */
  void crashed() {
    over = true;
    link.close(stream::broken, () -> {});
  }

  @Override
  public void openProducer(PartitionId partition, ProducerEpoch epoch) {
    gateway.toOwner(partition, owner -> owner.openProducer(producer, epoch, this));
  }

  @Override
  public void append(
      PartitionId partition,
      ProducerEpoch epoch,
      long previous,
      int attempt,
      List<DataRecord> records) {
    world.note(
        () ->
            "  append of "
                + stream
                + " epoch "
                + epoch
                + " to "
                + partition.number()
                + " after "
                + previous
                + " attempt "
                + attempt
                + " "
                + records.stream().map(r -> r.value().toStringUtf8()).toList());
    gateway.toOwner(
        partition, owner -> owner.append(producer, epoch, previous, attempt, records, this));
  }

  @Override
  public void startLinger(Duration wait) {
    later(wait, () -> core.lingered(world.now()));
  }

  @Override
  public void startPause(PartitionId partition, Duration wait) {
    later(wait, () -> core.pauseOver(partition, world.now()));
  }

  @Override
  public void room() {
    link.down(stream::room);
  }

  @Override
  public void output(SessionOutput output) {
    link.down(
        () -> {
          stream.output(output);
          link.up(() -> ifAlive(() -> core.outputTaken(world.now())));
        });
  }

  @Override
  public void stop() {
    over = true;
  }
}
