// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import io.millrace.processor.ErrorPolicy;
import io.millrace.query.QueryEngine.Totals;
import io.millrace.routing.JobDirectory;
import io.millrace.store.JobEntry;
import io.millrace.store.JobStatus;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses a job for the whole cluster once too many of its records failed. Works only while this
 * node's partitions report failures: then it adds up all partitions' counts, one check of a job at
 * a time and not more often than the interval says. Failures before the job was last resumed do not
 * count. Thread-safe.
 */
final class ErrorBudget implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorBudget.class);

  /** Where the check of one job stands. */
  private enum Check {
    /** Nothing is reported. */
    IDLE,
    /** Under way, or in the pause behind it. */
    RUNNING,
    /** The same, and more was reported meanwhile. */
    RUNNING_AND_WANTED
  }

  private final JobDirectory directory;
  private final Function<JobEntry, CompletionStage<Totals>> totals;
  private final Timers timers;
  private final Duration interval;
  private final Map<UUID, AtomicReference<Check>> checks = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param totals adds up a job's counts over all partitions
   * @param interval pause between two checks of a job
   */
  ErrorBudget(
      JobDirectory directory,
      Function<JobEntry, CompletionStage<Totals>> totals,
      Timers timers,
      Duration interval) {
    this.directory = directory;
    this.totals = totals;
    this.timers = timers;
    this.interval = interval;
  }

  /** Told that records of a job failed here. Does not block. */
  void onFailed(UUID job) {
    var check = checks.computeIfAbsent(job, id -> new AtomicReference<>(Check.IDLE));
    Check before =
        check.getAndUpdate(c -> c == Check.IDLE ? Check.RUNNING : Check.RUNNING_AND_WANTED);
    if (before == Check.IDLE) {
      run(job, check);
    }
  }

  private void run(UUID job, AtomicReference<Check> check) {
    if (closed) {
      return;
    }
    check(job)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.atWarn()
                    .addKeyValue("job", job)
                    .addKeyValue("cause", String.valueOf(failure))
                    .log("error budget not checked; trying again");
                check.set(Check.RUNNING_AND_WANTED);
              }
              timers.pause(interval).thenRun(() -> next(job, check));
            });
  }

  private void next(UUID job, AtomicReference<Check> check) {
    Check before = check.getAndUpdate(c -> c == Check.RUNNING ? Check.IDLE : Check.RUNNING);
    if (before == Check.RUNNING_AND_WANTED) {
      run(job, check);
    }
  }

  private CompletionStage<@Nullable Void> check(UUID id) {
    Optional<ErrorPolicy> policy = directory.runnable(id).map(job -> job.errors());
    Optional<JobEntry> known = directory.known(id);
    if (policy.isEmpty() || known.isEmpty() || known.get().status().paused().isPresent()) {
      return CompletableFuture.completedStage(null);
    }
    return totals
        .apply(known.get())
        .thenCompose(
            sum ->
                isOver(policy.get(), known.get().status(), sum)
                    ? pause(known.get(), policy.get(), sum)
                    : CompletableFuture.completedStage(null));
  }

  private static boolean isOver(ErrorPolicy policy, JobStatus status, Totals sum) {
    return policy.isOverBudget(
        sum.failed() - status.failedBefore(), sum.records() - status.recordsBefore());
  }

  /** Unless somebody paused it, or paused and resumed it, since this node last looked. */
  private CompletionStage<@Nullable Void> pause(JobEntry job, ErrorPolicy policy, Totals sum) {
    return directory
        .reread(job)
        .thenCompose(
            found -> {
              JobStatus now = found.orElse(job).status();
              if (now.paused().isPresent() || !isOver(policy, now, sum)) {
                return CompletableFuture.completedStage((Void) null);
              }
              String reason = reason(job, policy, now, sum);
              LOG.atError()
                  .addKeyValue("job", job.name())
                  .addKeyValue("reason", reason)
                  .log("job is over its error budget and is paused");
              return directory
                  .setStatus(job, now.pausedFor(reason))
                  .thenApply(paused -> (Void) null);
            });
  }

  private static String reason(JobEntry job, ErrorPolicy policy, JobStatus status, Totals sum) {
    long failed = sum.failed() - status.failedBefore();
    long records = sum.records() - status.recordsBefore();
    return String.format(
        Locale.ROOT,
        "%d of %d records failed, %.1f %% (budget: %d records and %s %%);"
            + " see `millrace quarantine list --job %s`, then `millrace jobs resume --job %s`",
        failed,
        records,
        records == 0 ? 100.0 : 100.0 * failed / records,
        policy.budgetRecords(),
        policy.budgetPercent(),
        job.name(),
        job.name());
  }

  /** No check begins any more. */
  @Override
  public void close() {
    closed = true;
  }
}
