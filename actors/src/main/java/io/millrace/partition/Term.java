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
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger LOG = LoggerFactory.getLogger(Term.class);
  private static final int STORE_RETRY_MS = 1_000;

  /** What a term lives in. */
  public interface Shell<C> {
    /** Tells a caller something. */
    void tell(C caller, PartitionReply reply);

    /** The term is over: FENCED, UNAVAILABLE (outcome unknown), CORRUPT. Nothing follows. */
    void ended(Throwable cause);
  }

  /**
   * What all terms of a node use.
   *
   * @param codecExecutor encodes and decodes; not the owners' threads
   * @param wallClockMs for the blocks' times only
   * @param newId gives an id that nobody ever had
   */
  public record Services(
      BlockLog log,
      SnapshotStore snapshots,
      BlockEncoder encoder,
      Codec codec,
      BlockLimits limits,
      Executor codecExecutor,
      Timers timers,
      RandomGenerator random,
      LongSupplier wallClockMs,
      Supplier<UUID> newId,
      PartitionSettings settings) {}

  private final PartitionCore<C> core;
  private final Services services;
  private final PartitionSettings settings;
  private final Executor confined;
  private final Shell<C> shell;
  private final StoreCalls snapshotCalls;
  private final LogWriter writer;
  private @Nullable Snapshotter snapshotter;
  private @Nullable SnapshotRef riding;
  private SnapshotRef good;
  private boolean over;

  /**
   * Begins to serve what was recovered.
   *
   * @param confined runs what must not run beside the owner
   */
  public Term(
      Recovery.Recovered<C> recovered, Services services, Executor confined, Shell<C> shell) {
    this.core = recovered.core();
    this.good = recovered.loaded();
    this.services = services;
    this.settings = services.settings();
    this.confined = confined;
    this.shell = shell;
    this.snapshotCalls =
        new StoreCalls(
            settings, confined, services.timers(), services.random(), Term::onSnapshotRetry);
    var calls =
        new StoreCalls(settings, confined, services.timers(), services.random(), this::onRetry);
    this.writer =
        new LogWriter(
            recovered.head(),
            new LogWriter.Workshop(
                services.log(),
                services.encoder(),
                services.codec(),
                services.codecExecutor(),
                calls),
            settings,
            confined,
            this);
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

  /** Says where a key's newest result lies. */
  public void find(PartitionCommand.Find m, C caller) {
    unlessUnreadable(() -> shell.tell(caller, core.find(m.key(), m.atLeast())));
  }

  /** Sends what is open on its way without waiting for more. */
  public void flush() {
    core.lingered(nowMs(), this);
  }

  /** Ends the term: nothing more is committed but what is on its way; whoever waits is told. */
  public void end(String reason, int retryAfterMs) {
    over = true;
    writer.end();
    snapshotCalls.end();
    core.abandon(reason, retryAfterMs, this);
  }

  /**
   * Deletes what earlier owners left in the store. Only rubbish is at stake, so a failure is logged
   * and left to the next owner.
   */
  public CompletionStage<Void> sweep() {
    Head claimed = head();
    return services
        .log()
        .sweepOrphans(claimed)
        .thenCombine(
            services.snapshots().sweep(claimed),
            (blocks, snapshots) -> {
              if (blocks > 0 || snapshots > 0) {
                LOG.atInfo()
                    .addKeyValue("partition", claimed.partition())
                    .addKeyValue("blocks", blocks)
                    .addKeyValue("snapshots", snapshots)
                    .log("swept what earlier owners left");
              }
              return (Void) null;
            })
        .exceptionally(
            failure -> {
              LOG.atDebug()
                  .addKeyValue("partition", claimed.partition())
                  .setCause(failure)
                  .log("not swept");
              return null;
            });
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
  public void startRetry(Duration wait) {
    later(wait, () -> core.retry(nowMs(), this));
  }

  private void later(Duration wait, Runnable task) {
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
    var made =
        new Snapshotter(
            head().partition(),
            new Snapshotter.Workshop(
                services.snapshots(),
                services.codec(),
                services.limits(),
                services.codecExecutor(),
                snapshotCalls,
                settings.snapshotTimeout()),
            cut,
            services.newId().get(),
            confined);
    snapshotter = made;
    made.begin(head().epoch())
        .thenCompose(ref -> deleteTruncated().thenApply(done -> ref))
        .whenCompleteAsync((ref, failure) -> onSnapshot(made, ref, failure), confined);
  }

  /** The rows of blocks given up earlier go before more are given up, so that none is forgotten. */
  private CompletionStage<Void> deleteTruncated() {
    LogStart start = head().start();
    return start.swept() < start.truncated()
        ? snapshotCalls.untilAnswered(
            () -> services.log().deleteTruncated(head()), settings.snapshotTimeout())
        : CompletableFuture.completedStage(null);
  }

  private void onSnapshot(
      Snapshotter made, @Nullable SnapshotRef ref, @Nullable Throwable failure) {
    if (over) {
      return;
    }
    if (failure != null || ref == null) {
      LOG.atWarn()
          .addKeyValue("partition", head().partition())
          .addKeyValue("cause", String.valueOf(failure))
          .log("snapshot given up");
      discard(made.id());
      snapshotter = null;
      core.snapshotEnded(false, 0);
      return;
    }
    riding = ref;
    LogStart start = head().start().withSnapshot(ref, good);
    long wanted =
        Math.min(start.older().sequence(), core.committedBlock() - settings.retainBlocks());
    writer.carry(
        settings.retainBlocks() > 0 && wanted > start.truncated() ? start.truncate(wanted) : start);
  }

  private void discard(UUID snapshot) {
    services
        .snapshots()
        .delete(head().partition(), snapshot)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                // Its announcement stays, so the next owner finds it.
                LOG.atDebug().setCause(failure).log("snapshot not deleted");
              }
            });
  }

  @Override
  public void onCommitted(long block, ByteString chain, long rawBytes, long storedBytes) {
    if (over) {
      return;
    }
    core.committed(block, rawBytes, storedBytes, nowMs(), this);
    if (snapshotter != null) {
      snapshotter.onCommitted(block, chain);
    }
  }

  @Override
  public void onStart(LogStart before, LogStart now) {
    if (over || riding == null || !now.newest().equals(riding)) {
      return;
    }
    good = riding;
    riding = null;
    snapshotter = null;
    Stream.of(before.newest(), before.older())
        .filter(ref -> ref.exists() && !ref.equals(now.older()))
        .forEach(ref -> discard(ref.id()));
    core.snapshotEnded(true, now.truncated());
  }

  /** Nobody waits for a snapshot. */
  private static void onSnapshotRetry(Throwable cause) {
    LOG.atTrace().setCause(cause).log("snapshot call repeated");
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
