// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codecs;
import io.millrace.model.DataRecord;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.CallWatch;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionCore;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionSettings;
import io.millrace.partition.Recovery;
import io.millrace.partition.Routes;
import io.millrace.partition.StateBudget;
import io.millrace.partition.Term;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Job;
import io.millrace.serde.UnreadableStateException;
import io.millrace.skip.SkipEncoder;
import io.millrace.store.Stores;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One partition and its owner, which can crash and come back. Not thread-safe. */
final class Owner implements Term.Shell<Consumer<PartitionReply>> {
  /** The one opening of every producer. */
  static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  /** No seed is better than another: it only makes names. */
  private static final long SEED = 5;

  private final String stage;
  private final PartitionId partition;
  private final Stores stores;
  private final ManualTime time;
  private final Job job;
  private final Routes routes;
  private final IntFunction<Owner> owners;
  private final Gate gate;
  private final Random random = new Random(SEED);
  private PartitionSettings settings;
  private Life life;

  /** What a crash ends. */
  private final class Life implements Executor {
    private final Term<Consumer<PartitionReply>> term;
    private final boolean fromSnapshot;
    private final Link link;
    private boolean over;
    private @Nullable Throwable ended;

    private Life() {
      var recovery =
          new Recovery<Consumer<PartitionReply>>(
              stores.blocks(),
              stores.snapshots(),
              BlockLimits.DEFAULT,
              settings.recoveryPageBytes(),
              Runnable::run);
      var recovered =
          get(
              recovery.recover(
                  partition,
                  () ->
                      new PartitionCore<>(
                          partition,
                          job.processor().get(),
                          errors(job.errors()),
                          job.time(),
                          settings,
                          routes,
                          CallWatch.OFF,
                          StateBudget.unbounded().open())));
      fromSnapshot = recovered.loaded().exists();
      term = new Term<>(recovered, services(), this, Owner.this);
      link = new Link(partition, term, owners, time, this);
    }

    @Override
    public void execute(Runnable task) {
      time.execute(
          () -> {
            if (!over) {
              task.run();
            }
          });
    }
  }

  /**
   * @param job as the stage runs it
   * @param owners finds the owners of other stages' partitions by their numbers, once all are made
   */
  Owner(
      String stage,
      PartitionId partition,
      Stores stores,
      ManualTime time,
      Job job,
      Routes routes,
      IntFunction<Owner> owners,
      int snapshotBlocks) {
    this.stage = stage;
    this.partition = partition;
    this.stores = stores;
    this.time = time;
    this.job = job;
    this.routes = routes;
    this.owners = owners;
    this.gate = new Gate(stores.blocks());
    this.settings = Settings.partition(snapshotBlocks);
    this.life = new Life();
  }

  /** The job's, but nobody waits between two tries. */
  private static ErrorPolicy errors(ErrorPolicy policy) {
    return policy.withRetries(policy.retries(), Duration.ZERO);
  }

  private Term.Services services() {
    return new Term.Services(
        gate,
        stores.snapshots(),
        new BlockEncoder(BlockLimits.DEFAULT),
        new SkipEncoder(settings.index()),
        Codecs.byName(settings.codec()),
        BlockLimits.DEFAULT,
        Runnable::run,
        time,
        random,
        time::wallMs,
        () -> new UUID(random.nextLong(), random.nextLong()),
        settings);
  }

  /** The value of a stage that is complete, as all of a store in memory are. */
  static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  PartitionId partition() {
    return partition;
  }

  /** Whether the present life began with a snapshot. */
  boolean isFromSnapshot() {
    return life.fromSnapshot;
  }

  /** What is written from now on does not commit before {@link #release}. */
  void hold() {
    gate.close();
  }

  /** What was held up commits. */
  void release() {
    gate.open();
    time.run();
    check();
  }

  /** From the next crash on a snapshot is taken behind so many blocks. */
  void setSnapshotBlocks(int blocks) {
    settings = Settings.partition(blocks);
  }

  /** All that is in memory goes, and what is held up; {@link #revive} follows. */
  void crash() {
    life.over = true;
    gate.drop();
    gate.open();
  }

  /** The partition comes back; what it does then is yet to run. */
  void revive() {
    life = new Life();
    Owner.<Void>get(life.term.sweep());
  }

  /** Highest sequence of the producer that was taken in, committed or not. */
  long applied(String producer) {
    long[] applied = new long[1];
    core()
        .openProducer(
            producer,
            OPENING,
            reply -> {
              if (!(reply instanceof ProducerOpened opened)) {
                throw new IllegalStateException("producer is not open: " + reply);
              }
              applied[0] = opened.applied();
            },
            life.term);
    return applied[0];
  }

  /** What the partition owes to other stages, committed or not. */
  List<OutboxRecord> owed() {
    return core().owed();
  }

  /** Opens a producer for records of another stage. */
  void open(String producer, ProducerEpoch opening, Consumer<PartitionReply> caller) {
    core().openProducer(producer, opening, caller, life.term);
  }

  /** Takes in a batch. */
  void take(
      String producer,
      ProducerEpoch opening,
      long previous,
      int attempt,
      List<DataRecord> records,
      Consumer<PartitionReply> caller) {
    stopIfUnreadable(
        () ->
            core()
                .append(
                    producer,
                    opening,
                    previous,
                    attempt,
                    records,
                    caller,
                    time.wallMs(),
                    life.term));
  }

  /** Takes in a batch of a test's producer whose records follow each other, and what follows. */
  void append(String producer, List<DataRecord> records, Consumer<PartitionReply> caller) {
    take(producer, OPENING, records.get(0).sequence() - 1, 0, records, caller);
    time.run();
    check();
  }

  /** Tries records in quarantine again, or forgets them. */
  void act(QuarantineAction action, List<Long> ids, Consumer<PartitionReply> caller) {
    stopIfUnreadable(() -> core().actOnQuarantine(action, ids, caller, time.wallMs(), life.term));
    time.run();
    check();
  }

  private void stopIfUnreadable(Runnable call) {
    try {
      call.run();
    } catch (UnreadableStateException stop) {
      life.ended = stop;
    }
  }

  private PartitionCore<Consumer<PartitionReply>> core() {
    check();
    return life.term.core();
  }

  /** Fails if the partition has stopped. */
  void check() {
    Throwable cause = life.ended;
    if (cause != null) {
      throw new AssertionError("partition of stage " + stage + " stopped: " + cause, cause);
    }
  }

  @Override
  public void tell(Consumer<PartitionReply> caller, PartitionReply reply) {
    caller.accept(reply);
  }

  @Override
  public void owes(List<OutboxRecord> committed) {
    life.link.owes(committed);
  }

  @Override
  public boolean isPaused() {
    return false;
  }

  @Override
  public void ended(Throwable cause) {
    life.ended = cause;
  }
}
