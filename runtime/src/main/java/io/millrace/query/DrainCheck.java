// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.routing.JobDirectory;
import io.millrace.store.JobEntry;
import io.millrace.store.JobPhase;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down that a job is drained once every partition said that it takes no records and has
 * committed all it took in. A partition that moves after it said so asks the registry before it
 * runs, and takes none there either. Thread-safe.
 */
public final class DrainCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DrainCheck.class);

  private final JobDirectory directory;
  private final QueryEngine query;
  private final Set<UUID> underWay = ConcurrentHashMap.newKeySet();

  /** Looks at the jobs of this directory. */
  public DrainCheck(JobDirectory directory, QueryEngine query) {
    this.directory = directory;
    this.query = query;
  }

  /**
   * A job and how far it is.
   *
   * @param left partitions that are not done
   */
  public record Progress(JobEntry job, int left) {}

  /** Looks at one job. */
  public CompletionStage<Progress> check(JobEntry job) {
    if (job.status().phase() != JobPhase.DRAINING) {
      return CompletableFuture.completedStage(new Progress(job, 0));
    }
    return query
        .restless(job)
        .thenCompose(
            left ->
                left > 0
                    ? CompletableFuture.completedStage(new Progress(job, left))
                    : directory
                        .setStatus(job, JobPhase.DRAINING, job.status().drained())
                        .thenApply(now -> new Progress(now, 0)));
  }

  /** Looks at all draining jobs that this node knows, one look at a job at a time. */
  public void checkAll() {
    for (JobEntry job : directory.known()) {
      if (job.status().phase() == JobPhase.DRAINING && underWay.add(job.id())) {
        check(job)
            .whenComplete(
                (progress, failure) -> {
                  underWay.remove(job.id());
                  if (failure != null) {
                    LOG.atDebug()
                        .setCause(failure)
                        .addKeyValue("job", job.name())
                        .log("drain not checked; trying again");
                  } else if (progress.job().status().phase() == JobPhase.DRAINED) {
                    LOG.atInfo().addKeyValue("job", job.name()).log("job is drained");
                  }
                });
      }
    }
  }
}
