// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codec;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.OutboxRecord;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.processor.StoragePolicy;
import io.millrace.skip.SkipEncoder;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One owner's term over a partition: the decisions ({@link PartitionCore}), the log ({@link
 * LogWriter}) and the snapshots, wired to each other. Knows no actor: the partition's actor is one
 * shell around it, a simulation another.
 *
 * <p>Not thread-safe: all calls come from its owner, and what comes back from elsewhere enters
 * through the {@code confined} executor.
 *
 * @param <C> how a caller is reached
 */
public final class Term<C> implements PartitionCore.Effects<C>, LogWriter.Listener {
  private static final int STORE_RETRY_MS = 1_000;

  /** What a term lives in. */
  public interface Shell<C> {
    /** Tells a caller something. */
    void tell(C caller, PartitionReply reply);

    /** Whether the job takes nothing at present: then no timer fires either. */
    boolean isPaused();

    /**
     * Records that the partition owes to other stages are committed. Whoever brings them nowhere
     * leaves them in the outbox.
     */
    default void owes(List<OutboxRecord> committed) {}

    /** The term is over: FENCED, UNAVAILABLE (outcome unknown), CORRUPT. Nothing follows. */
    void ended(Throwable cause);
  }

  /**
   * What all terms of a node use.
   *
   * @param codec compresses snapshots
   * @param plans say how blocks are compressed
   * @param dictionaries what blocks may have been compressed with
   * @param codecExecutor encodes and decodes; not the owners' threads
   * @param wallClockMs for the blocks' times only
   * @param newId gives an id that nobody ever had
   */
  public record Services(
      BlockLog log,
      SnapshotStore snapshots,
      BlockEncoder encoder,
      SkipEncoder skip,
      Codec codec,
      BlockPlans plans,
      BlockDictionaries dictionaries,
      BlockLimits limits,
      Executor codecExecutor,
      Timers timers,
      RandomGenerator random,
      LongSupplier wallClockMs,
      Supplier<UUID> newId,
      PartitionSettings settings) {
    /** The same with one codec for all, and no dictionaries. */
    public Services(
        BlockLog log,
        SnapshotStore snapshots,
        BlockEncoder encoder,
        SkipEncoder skip,
        Codec codec,
        BlockLimits limits,
        Executor codecExecutor,
        Timers timers,
        RandomGenerator random,
        LongSupplier wallClockMs,
        Supplier<UUID> newId,
        PartitionSettings settings) {
      this(
          log,
          snapshots,
          encoder,
          skip,
          codec,
          BlockPlans.always(codec),
          BlockDictionaries.NONE,
          limits,
          codecExecutor,
          timers,
          random,
          wallClockMs,
          newId,
          settings);
    }
  }

  private final PartitionCore<C> core;
  private final Services services;
  private final Executor confined;
  private final Shell<C> shell;
  private final LogWriter writer;
  private final TermSnapshots snapshots;
  private boolean leaving;
  private boolean over;

  /** Begins to serve what was recovered, of a job with the usual storage policy. */
  public Term(
      Recovery.Recovered<C> recovered, Services services, Executor confined, Shell<C> shell) {
    this(recovered, StoragePolicy.DEFAULT, services, confined, shell);
  }

  /**
   * Begins to serve what was recovered.
   *
   * @param storage how the job's results are kept
   * @param confined runs what must not run beside the owner
   */
  public Term(
      Recovery.Recovered<C> recovered,
      StoragePolicy storage,
      Services services,
      Executor confined,
      Shell<C> shell) {
    this.core = recovered.core();
    this.services = services;
    this.confined = confined;
    this.shell = shell;
    PartitionSettings settings = services.settings();
    var calls =
        new StoreCalls(settings, confined, services.timers(), services.random(), this::onRetry);
    this.writer =
        new LogWriter(
            recovered.head(),
            new LogWriter.Workshop(
                services.log(),
                services.encoder(),
                services.plans(),
                services.skip(),
                storage.indexed(),
                services.codecExecutor(),
                calls),
            settings,
            confined,
            this);
    this.snapshots =
        new TermSnapshots(recovered.loaded(), storage, services, confined, core, writer);
    core.resume(nowMs(), this);
    if (snapshots.isByAge()) {
      later(settings.retainCheckInterval(), this::lookAtAge);
    }
  }

  /** Where no records come nothing is committed, and results would never be too old. */
  private void lookAtAge() {
    var unused = snapshots.lookAtAge().thenRunAsync(this::commitForAge, confined);
  }

  private void commitForAge() {
    if (!over && core.idle() && !isPaused() && snapshots.wantsCommit(nowMs())) {
      unlessUnreadable(() -> snapshots.onEmpty(core.sealEmpty(nowMs(), this)));
    }
    later(services.settings().retainCheckInterval(), this::lookAtAge);
  }

  /** The decisions. */
  public PartitionCore<C> core() {
    return core;
  }

  /** The head as this term left it. */
  public Head head() {
    return writer.head();
  }

  /** Takes in a batch. */
  public void append(PartitionCommand.Append m, C caller) {
    unlessUnreadable(
        () ->
            core.append(
                m.producer(),
                m.epoch(),
                m.previous(),
                m.attempt(),
                m.records(),
                caller,
                nowMs(),
                this));
  }

  /**
   * Opens a producer. Its watermarks decide what the producer sends again, so an owner that was
   * replaced without knowing must not answer: the head is read first, and whatever a newer owner
   * acknowledged shows in it.
   */
  public void openProducer(String producer, ProducerEpoch epoch, C caller) {
    ifCurrent(caller, () -> core.openProducer(producer, epoch, caller, this));
  }

  private void ifCurrent(C caller, Runnable then) {
    services
        .log()
        .head(head().partition())
        .whenCompleteAsync(
            (now, failure) -> {
              if (over) {
                shell.tell(caller, moved("partition moved"));
              } else if (failure != null) {
                shell.tell(caller, moved("store does not answer: " + failure.getMessage()));
              } else if (now.epoch().value() > head().epoch().value()) {
                shell.tell(caller, moved("another owner took over"));
                onFailed(
                    MillraceException.of(Kind.FENCED, "another owner took over")
                        .with("partition", now.partition())
                        .with("epoch", head().epoch().value())
                        .with("newer", now.epoch().value()));
              } else {
                then.run();
              }
            },
            confined);
  }

  private NotTaken moved(String reason) {
    return NotTaken.any(head().partition(), reason, STORE_RETRY_MS);
  }

  /** Tells about records in quarantine. */
  public void listQuarantine(PartitionCommand.ListQuarantine m, C caller) {
    core.listQuarantine(m.after(), m.most(), caller, this);
  }

  /** Empties quarantine. */
  public void actOnQuarantine(PartitionCommand.ActOnQuarantine m, C caller) {
    unlessUnreadable(() -> core.actOnQuarantine(m.action(), m.ids(), caller, nowMs(), this))
        .ifPresent(stop -> shell.tell(caller, moved(TermEnd.reason(stop))));
  }

  /** Has the processor answer questions. */
  public void ask(PartitionCommand.Ask m, C caller) {
    unlessUnreadable(() -> core.ask(m.questions(), caller, nowMs(), this))
        .ifPresent(stop -> shell.tell(caller, moved(TermEnd.reason(stop))));
  }

  /** Says where a key's newest result lies. */
  public void find(PartitionCommand.Find m, C caller) {
    unlessUnreadable(() -> shell.tell(caller, core.find(m.key(), m.atLeast())));
  }

  /**
   * Tells about the partition.
   *
   * @param node this node's address, for people
   * @param paused whether the job takes no records at present
   */
  public PartitionReply.Described described(String node, boolean paused) {
    return core.described(node, paused);
  }

  /** The partition is about to leave: sends what is open on its way, and fires no more timers. */
  public void flush() {
    leaving = true;
    unlessUnreadable(() -> core.lingered(nowMs(), this));
  }

  /** Ends the term: nothing more is committed but what is on its way; whoever waits is told. */
  public void end(String reason, int retryAfterMs) {
    over = true;
    writer.end();
    snapshots.end();
    core.abandon(reason, retryAfterMs, this);
  }

  /** Deletes what earlier owners left in the store. */
  public CompletionStage<Void> sweep() {
    return snapshots.sweep();
  }

  @Override
  public void owes(List<OutboxRecord> committed) {
    shell.owes(committed);
  }

  @Override
  public void reply(C caller, PartitionReply reply) {
    shell.tell(caller, reply);
  }

  @Override
  public void seal(Block block) {
    writer.offer(block);
  }

  @Override
  public void startLinger(Duration wait) {
    later(wait, () -> core.lingered(nowMs(), this));
  }

  @Override
  public void startTimers(Duration wait) {
    later(wait, () -> core.timersDue(nowMs(), this));
  }

  @Override
  public boolean isPaused() {
    return leaving || shell.isPaused();
  }

  @Override
  public void startRetry(Duration wait) {
    later(wait, () -> core.retry(nowMs(), this));
  }

  /** Runs something in the owner's thread after a while, unless the term is over by then. */
  void later(Duration wait, Runnable task) {
    Runnable unlessOver =
        () -> {
          if (!over) {
            unlessUnreadable(task);
          }
        };
    if (wait.isZero()) {
      confined.execute(unlessOver);
    } else {
      services.timers().pause(wait).thenRunAsync(unlessOver, confined);
    }
  }

  @Override
  public void snapshot(SnapshotCut cut) {
    snapshots.take(cut);
  }

  @Override
  public void onCommitted(long block, ByteString chain, long rawBytes, long storedBytes) {
    if (over) {
      return;
    }
    unlessUnreadable(() -> core.committed(block, rawBytes, storedBytes, nowMs(), this));
    if (!over) {
      snapshots.onCommitted(block, chain, storedBytes);
    }
  }

  @Override
  public void onStart(LogStart before, LogStart now) {
    if (!over) {
      snapshots.onStart(before, now);
    }
  }

  @Override
  public void onRetry(Throwable cause) {
    if (!over) {
      core.storeTrouble("waiting for the store: " + cause.getMessage(), STORE_RETRY_MS, this);
    }
  }

  @Override
  public void onFailed(Throwable cause) {
    if (!over) {
      end(TermEnd.reason(cause), STORE_RETRY_MS);
      shell.ended(cause);
    }
  }

  /** Ends the term if the processor cannot read a key's state. */
  private Optional<MillraceException> unlessUnreadable(Runnable task) {
    Optional<MillraceException> stop = TermEnd.unlessUnreadable(head().partition(), task);
    stop.ifPresent(this::onFailed);
    return stop;
  }

  private long nowMs() {
    return services.wallClockMs().getAsLong();
  }
}
