// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.PartitionId;
import io.millrace.processor.Job;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Practises on a node what its first partitions will need: recovers some of the cluster's
 * partitions without claiming them. A JVM that has just started replays a log several times slower
 * than the same JVM some seconds later, and the clients of a partition that moves there wait that
 * long; so let it be slow before it takes a partition. Changes nothing in the store.
 */
public final class Rehearsal {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private final Term.Services services;
  private final StateBudget states;
  private final Function<UUID, Optional<Job>> jobs;
  private final LongSupplier nanoTime;

  /**
   * @param states bounds what their keys take meanwhile; all of it is given back
   * @param jobs finds the code of a job, empty if it is not here
   */
  public Rehearsal(
      Term.Services services,
      StateBudget states,
      Function<UUID, Optional<Job>> jobs,
      LongSupplier nanoTime) {
    this.services = services;
    this.states = states;
    this.jobs = jobs;
    this.nanoTime = nanoTime;
  }

  /**
   * Recovers one partition after the other, again and again, for a while; blocks. A store that does
   * not answer, bytes or code that do not work, end it early: the recoveries in earnest will tell.
   *
   * @param longest when it ends; a read that is under way then is left alone
   * @return how many blocks were replayed
   */
  public long run(Collection<PartitionId> partitions, Duration longest) {
    long deadline = nanoTime.getAsLong() + longest.toNanos();
    long blocks = 0;
    long round;
    do {
      round = 0;
      for (PartitionId partition : partitions) {
        long left = deadline - nanoTime.getAsLong();
        if (left <= 0) {
          return blocks;
        }
        Optional<Job> job = jobs.apply(partition.job());
        if (job.isPresent()) {
          round += rehearse(partition, job.get(), left);
        }
      }
      blocks += round;
    } while (round > 0);
    return blocks;
  }

  private int rehearse(PartitionId partition, Job job, long nanos) {
    var recovery =
        new Recovery<Void>(
            services.log(),
            services.snapshots(),
            services.dictionaries(),
            services.limits(),
            services.settings().recoveryPageBytes(),
            services.codecExecutor());
    // Closed under a recovery that goes on, it fails that one, and nothing is used any more.
    try (StateShare share = states.open()) {
      return recovery
          .rehearse(
              partition,
              () ->
                  new PartitionCore<>(
                      partition,
                      job.processor().get(),
                      job.errors(),
                      job.time(),
                      services.settings(),
                      Routes.NONE,
                      CallWatch.OFF,
                      share))
          .toCompletableFuture()
          .get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return 0;
    } catch (ExecutionException e) {
      LOG.atDebug().addKeyValue("partition", partition).setCause(e).log("not rehearsed");
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
