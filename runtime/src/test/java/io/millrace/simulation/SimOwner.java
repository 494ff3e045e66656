// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.CallWatch;
import io.millrace.partition.PartitionCore;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.Recovery;
import io.millrace.partition.Routes;
import io.millrace.partition.SnapshotCut;
import io.millrace.partition.StateBudget;
import io.millrace.partition.Term;
import io.millrace.processor.ErrorPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A partition on a node: the simulation's shell around a term, as the actor is the product's. */
final class SimOwner implements Term.Shell<SimSession> {
  private static final long MS = World.MS;

  private enum State {
    RECOVERING,
    SERVING,
    ENDING,
    FAILED,
    STOPPED
  }

  private final World world;
  private final SimNode node;
  private final PartitionId partition;
  private final Mutant mutant;
  private final List<Runnable> stash = new ArrayList<>();
  private State state = State.RECOVERING;
  private @Nullable Term<SimSession> term;

  SimOwner(World world, SimNode node, PartitionId partition, Mutant mutant) {
    this.world = world;
    this.node = node;
    this.partition = partition;
    this.mutant = mutant;
    recover();
  }

  boolean isStopped() {
    return state == State.STOPPED;
  }

  boolean isServing() {
    return state == State.SERVING;
  }

  private void note(String text) {
    world.note(() -> "owner " + partition.number() + " on " + node.name() + ": " + text);
  }

  private void recover() {
    Term.Services services = node.services();
    new Recovery<SimSession>(
            services.log(),
            services.snapshots(),
            services.limits(),
            services.settings().recoveryPageBytes(),
            services.codecExecutor())
        .recover(
            partition,
            () ->
                new PartitionCore<>(
                    partition,
                    node.job(),
                    ErrorPolicy.DEFAULT,
                    SimJob.TIME,
                    services.settings(),
                    Routes.NONE,
                    CallWatch.OFF,
                    StateBudget.unbounded().open()))
        .whenCompleteAsync(this::onRecovered, node.process().executor());
  }

  private void onRecovered(
      Recovery.@Nullable Recovered<SimSession> recovered, @Nullable Throwable failure) {
    if (state != State.RECOVERING) {
      return;
    }
    if (recovered == null) {
      note("cannot recover: " + failure);
      world.check(() -> checkKind(failure));
      stash.clear();
      node.process()
          .after(
              1_000 * MS,
              () -> {
                if (state == State.RECOVERING) {
                  recover();
                }
              });
      return;
    }
    note("epoch " + recovered.head().epoch().value() + " block " + recovered.head().sequence());
    state = State.SERVING;
    term =
        new Term<>(
            recovered,
            node.services(),
            task ->
                node.process()
                    .after(
                        0,
                        () -> {
                          if (state != State.STOPPED) {
                            task.run();
                            stopIfIdle();
                          }
                        }),
            this);
    term.sweep();
    stash.forEach(Runnable::run);
    stash.clear();
  }

  private static void checkKind(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    Kind kind = cause instanceof MillraceException e ? e.kind() : Kind.BUG;
    if (kind == Kind.CORRUPT || kind == Kind.BUG || kind == Kind.CALLER) {
      var violation = new Violation("owner failed: " + cause);
      violation.initCause(cause);
      throw violation;
    }
  }

  /** Takes a batch, as the gateway's session sent it. */
  void append(
      String producer,
      ProducerEpoch epoch,
      long previous,
      int attempt,
      List<DataRecord> records,
      SimSession caller) {
    Term<SimSession> serving =
        serving(attempt, caller, () -> append(producer, epoch, previous, attempt, records, caller));
    if (serving == null) {
      return;
    }
    PartitionCore<SimSession> core = serving.core();
    ProducerEpoch opening = opening(core, producer, epoch, caller);
    long last = records.get(records.size() - 1).sequence();
    if (mutant.answersApplied() && last <= watermarks(core, producer, opening, caller).applied) {
      tell(
          caller,
          new Committed(partition, core.epoch(), core.committedBlock(), last, 0, List.of()));
      return;
    }
    core.append(
        producer,
        opening,
        mutant.previous(previous),
        attempt,
        records,
        caller,
        node.process().wallClockMs(),
        serving);
  }

  void openProducer(String producer, ProducerEpoch epoch, SimSession caller) {
    Term<SimSession> serving =
        serving(NotTaken.ANY_ATTEMPT, caller, () -> openProducer(producer, epoch, caller));
    if (serving != null) {
      ProducerEpoch opening = opening(serving.core(), producer, epoch, caller);
      if (mutant.opensUnchecked()) {
        serving.core().openProducer(producer, opening, caller, serving);
      } else {
        serving.openProducer(producer, opening, caller);
      }
    }
  }

  /** The term if it serves; otherwise the caller is told, or the request waits. */
  private @Nullable Term<SimSession> serving(int attempt, SimSession caller, Runnable again) {
    switch (state) {
      case SERVING -> {
        return term;
      }
      case RECOVERING -> stash.add(again);
      case ENDING -> tell(caller, new NotTaken(partition, attempt, "partition is moving", 100));
      case FAILED -> tell(caller, new NotTaken(partition, attempt, "partition moved", 1_000));
      case STOPPED -> {}
    }
    return null;
  }

  void handOver() {
    note("hands over");
    if (state == State.SERVING && term != null) {
      term.flush();
      state = State.ENDING;
      Duration wait = node.services().settings().handOverWait();
      node.process().after(wait.toNanos(), this::stop);
      stopIfIdle();
    } else if (state != State.ENDING) {
      stop();
    }
  }

  private void stopIfIdle() {
    if (state == State.ENDING && term != null && term.core().idle()) {
      stop();
    }
  }

  /** Ends at once, whatever is on its way. */
  void stop() {
    if (state != State.STOPPED) {
      note("stops");
      if (term != null) {
        term.end("partition moved", 100);
      }
      state = State.STOPPED;
    }
  }

  @Override
  public void tell(SimSession caller, PartitionReply reply) {
    node.reply(caller, reply);
  }

  @Override
  public boolean isPaused() {
    return false;
  }

  @Override
  public void ended(Throwable cause) {
    note("ended: " + cause);
    world.check(() -> checkKind(cause));
    if (state != State.STOPPED) {
      state = State.FAILED;
      Duration wait = node.services().settings().fencedWait();
      node.process().after(wait.toNanos(), this::stop);
    }
  }

  /** What the core says of a producer, without anybody being told. */
  private static final class Watermarks implements PartitionCore.Effects<SimSession> {
    private long applied;
    private boolean expired;

    @Override
    public void reply(SimSession caller, PartitionReply reply) {
      expired = reply instanceof ProducerExpired;
      applied = reply instanceof ProducerOpened opened ? opened.applied() : 0;
    }

    @Override
    public void seal(Block block) {}

    @Override
    public void startLinger(Duration wait) {}

    @Override
    public void startRetry(Duration wait) {}

    @Override
    public void startTimers(Duration wait) {}

    @Override
    public boolean isPaused() {
      return true;
    }

    @Override
    public void snapshot(SnapshotCut cut) {}
  }

  private static Watermarks watermarks(
      PartitionCore<SimSession> core, String producer, ProducerEpoch epoch, SimSession caller) {
    var watermarks = new Watermarks();
    core.openProducer(producer, epoch, caller, watermarks);
    return watermarks;
  }

  private ProducerEpoch opening(
      PartitionCore<SimSession> core, String producer, ProducerEpoch epoch, SimSession caller) {
    return mutant.forgetsExpired() && watermarks(core, producer, epoch, caller).expired
        ? new ProducerEpoch(epoch.number(), epoch.number())
        : epoch;
  }

  /** The term's epoch, NONE before. */
  Epoch epoch() {
    return term == null ? Epoch.NONE : term.core().epoch();
  }
}
