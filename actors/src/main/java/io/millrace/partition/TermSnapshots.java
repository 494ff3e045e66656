// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.processor.StoragePolicy;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.SnapshotRef;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term's snapshots: takes them to the store, lets the pointer to each ride on a commit, deletes
 * those that it replaces, and sweeps what earlier owners left. Not thread-safe: confined as {@link
 * Term} is.
 */
final class TermSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(TermSnapshots.class);

  private final Term.Services services;
  private final PartitionSettings settings;
  private final Executor confined;
  private final PartitionCore<?> core;
  private final LogWriter writer;
  private final StoreCalls calls;
  private final TermRetention retention;
  private @Nullable Snapshotter snapshotter;
  private @Nullable SnapshotRef riding;
  private SnapshotRef good;
  private boolean over;

  /** The block made last to carry a new beginning of the log, with nothing else in it. */
  private long empty;

  /** The rows of blocks up to this one were deleted in this term. */
  private long deleted;

  /**
   * @param loaded the snapshot that the term began with
   * @param storage for how long blocks stay
   * @param confined runs what must not run beside the owner
   */
  TermSnapshots(
      SnapshotRef loaded,
      StoragePolicy storage,
      Term.Services services,
      Executor confined,
      PartitionCore<?> core,
      LogWriter writer) {
    this.good = loaded;
    this.services = services;
    this.settings = services.settings();
    this.confined = confined;
    this.core = core;
    this.writer = writer;
    this.calls =
        new StoreCalls(
            settings, confined, services.timers(), services.random(), TermSnapshots::onRetry);
    this.retention = new TermRetention(writer.head(), storage, services, confined, calls);
  }

  /** Nothing follows. */
  void end() {
    over = true;
    calls.end();
  }

  /**
   * Deletes what earlier owners left in the store. Only rubbish is at stake, so a failure is logged
   * and left to the next owner.
   */
  CompletionStage<Void> sweep() {
    Head claimed = writer.head();
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

  /** Takes a snapshot of the cut to the store. */
  void take(SnapshotCut cut) {
    var made =
        new Snapshotter(
            writer.head().partition(),
            new Snapshotter.Workshop(
                services.snapshots(),
                services.codec(),
                services.limits(),
                services.codecExecutor(),
                calls,
                settings.snapshotTimeout()),
            cut,
            services.newId().get(),
            confined);
    snapshotter = made;
    made.begin(writer.head().epoch())
        .thenCompose(ref -> deleteTruncated().thenApply(done -> ref))
        .thenComposeAsync(ref -> retention.learn(writer.head()).thenApply(done -> ref), confined)
        .whenCompleteAsync((ref, failure) -> onSnapshot(made, ref, failure), confined);
  }

  /** The rows of blocks given up earlier go before more are given up, so that none is forgotten. */
  private CompletionStage<Void> deleteTruncated() {
    LogStart start = writer.head().start();
    return Math.max(deleted, start.swept()) < start.truncated()
        ? calls
            .untilAnswered(
                () -> services.log().deleteTruncated(writer.head()), settings.snapshotTimeout())
            .thenRun(() -> deleted = start.truncated())
        : CompletableFuture.completedStage(null);
  }

  /** Whether results go for their age. */
  boolean isByAge() {
    return retention.isByAge();
  }

  /**
   * Gets to know how old blocks are, and deletes the rows of those given up. Both is only done once
   * for each block; a failure is logged, and done with the next look.
   */
  CompletionStage<Void> lookAtAge() {
    return retention
        .learn(writer.head())
        .thenComposeAsync(learned -> deleteTruncated(), confined)
        .exceptionally(
            failure -> {
              LOG.atDebug()
                  .addKeyValue("partition", writer.head().partition())
                  .setCause(failure)
                  .log("truncated blocks not deleted yet");
              return null;
            });
  }

  /**
   * Whether a commit would bring results that are too old nearer to their end: it begins a snapshot
   * that is due, carries the pointer to one, or what is given up. To be asked while nothing is on
   * its way; the next commit carries what it can.
   */
  boolean wantsCommit(long nowMs) {
    LogStart start = writer.head().start();
    if (retention.tooOld() <= start.truncated()) {
      return false;
    }
    if (riding != null) {
      return true;
    }
    if (snapshotter != null) {
      return false;
    }
    if (Math.max(deleted, start.swept()) >= start.truncated()) {
      LogStart less = retention.giveUp(start, core.committedBlock());
      if (!less.equals(start)) {
        writer.carry(less);
        return true;
      }
    }
    return core.isSnapshotDue(nowMs);
  }

  /** A block is sealed that has nothing in it. */
  void onEmpty(long block) {
    empty = block;
  }

  private void onSnapshot(
      Snapshotter made, @Nullable SnapshotRef ref, @Nullable Throwable failure) {
    if (over) {
      return;
    }
    if (failure != null || ref == null) {
      LOG.atWarn()
          .addKeyValue("partition", writer.head().partition())
          .addKeyValue("cause", String.valueOf(failure))
          .log("snapshot given up");
      discard(made.id());
      snapshotter = null;
      core.snapshotEnded(false, 0);
      return;
    }
    riding = ref;
    LogStart start = writer.head().start().withSnapshot(ref, good);
    writer.carry(retention.giveUp(start, core.committedBlock()));
  }

  private void discard(UUID snapshot) {
    services
        .snapshots()
        .delete(writer.head().partition(), snapshot)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                // Its announcement stays, so the next owner finds it.
                LOG.atDebug().setCause(failure).log("snapshot not deleted");
              }
            });
  }

  /** The head has passed a block. */
  void onCommitted(long block, ByteString chain, long storedBytes) {
    if (block != empty) {
      retention.onCommitted(block, storedBytes);
    }
    if (snapshotter != null) {
      snapshotter.onCommitted(block, chain);
    }
  }

  /** A commit brought a new beginning of the log. */
  void onStart(LogStart before, LogStart now) {
    if (over) {
      return;
    }
    if (riding == null || !now.newest().equals(riding)) {
      retention.onStart(now);
      core.truncated(now.truncated());
      return;
    }
    retention.onStart(now);
    good = riding;
    riding = null;
    snapshotter = null;
    Stream.of(before.newest(), before.older())
        .filter(ref -> ref.exists() && !ref.equals(now.older()))
        .forEach(ref -> discard(ref.id()));
    core.snapshotEnded(true, now.truncated());
  }

  /** Nobody waits for a snapshot. */
  private static void onRetry(Throwable cause) {
    LOG.atTrace().setCause(cause).log("snapshot call repeated");
  }
}
