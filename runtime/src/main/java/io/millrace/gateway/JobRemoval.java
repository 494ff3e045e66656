// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.routing.JobDirectory;
import io.millrace.store.Erasure;
import io.millrace.store.JobEntry;
import io.millrace.store.JobPhase;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deletes jobs, some partitions in a call: first the registry says that the job is being deleted,
 * so that its partitions stop and none starts any more; then partition after partition goes, then
 * the producers and dictionaries, then the name. What was cut off goes on with the next call, at
 * any node. Thread-safe.
 */
final class JobRemoval {
  /** Partitions that one call removes. */
  static final int PARTITIONS_MAX = 64;

  private static final int AT_ONCE_MAX = 4;

  private final JobDirectory jobs;
  private final Erasure erasure;

  JobRemoval(JobDirectory jobs, Erasure erasure) {
    this.jobs = jobs;
    this.erasure = erasure;
  }

  /**
   * How far a deletion is.
   *
   * @param left partitions that are not removed yet
   * @param done whether all is gone
   */
  record Progress(JobEntry job, int left, boolean done) {}

  /**
   * Begins or goes on.
   *
   * @param job as it is registered now
   * @param force also if it is not drained
   */
  CompletionStage<Progress> step(JobEntry job, boolean force) {
    JobPhase phase = job.status().phase();
    if (phase == JobPhase.DELETING) {
      return remove(job);
    }
    if (phase != JobPhase.DRAINED && !force) {
      return CompletableFuture.failedStage(
          MillraceException.of(Kind.CALLER, "job is not drained")
              .with("job", job.name())
              .with("phase", phase)
              .with(
                  "expected",
                  "`millrace jobs drain --job "
                      + job.name()
                      + " --wait` before, or --force to lose what is under way"));
    }
    return jobs.setStatus(job, job.status().deleting()).thenCompose(this::remove);
  }

  private CompletionStage<Progress> remove(JobEntry job) {
    Iterator<Integer> numbers = job.numbers().iterator();
    var passed = new AtomicInteger();
    var removed = new AtomicInteger();
    var lanes = new CompletableFuture<?>[AT_ONCE_MAX];
    for (int lane = 0; lane < AT_ONCE_MAX; lane++) {
      lanes[lane] = eraseNext(job, numbers, passed, removed).toCompletableFuture();
    }
    return CompletableFuture.allOf(lanes)
        .thenCompose(
            all -> {
              int left = job.numbers().size() - passed.get();
              return left > 0
                  ? CompletableFuture.completedStage(new Progress(job, left, false))
                  : finish(job);
            });
  }

  /** Partitions that were removed before cost a read only, and do not count. */
  private CompletionStage<?> eraseNext(
      JobEntry job, Iterator<Integer> numbers, AtomicInteger passed, AtomicInteger removed) {
    int number;
    synchronized (numbers) {
      if (!numbers.hasNext() || removed.get() >= PARTITIONS_MAX) {
        return CompletableFuture.completedStage(null);
      }
      number = numbers.next();
    }
    return erasure
        .erase(new PartitionId(job.id(), number))
        .thenComposeAsync(
            any -> {
              passed.incrementAndGet();
              removed.addAndGet(any ? 1 : 0);
              return eraseNext(job, numbers, passed, removed);
            });
  }

  private CompletionStage<Progress> finish(JobEntry job) {
    return erasure
        .eraseProducers(job.id())
        .thenCompose(producers -> erasure.eraseDictionaries(job.id()))
        .thenCompose(dictionaries -> jobs.remove(job))
        .thenApply(done -> new Progress(job, 0, true));
  }
}
