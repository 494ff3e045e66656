// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for progress once a fault is mended, and for the last answers, and writes down where they
 * do not come. Used by one thread.
 */
final class StallWatch {
  private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);
  private static final int AFTER_STALL = 3;

  private final Progress progress;
  private final Patience patience;
  private final Verdict verdict;

  /**
   * How long it waits.
   *
   * @param alone after mending, for progress without help
   * @param recover for progress, once all nodes serve again; beyond it the cluster has stalled
   * @param answers for a producer's last answers
   */
  record Patience(Duration alone, Duration recover, Duration answers) {
    /** For real nodes. */
    static final Patience LONG =
        new Patience(Duration.ofSeconds(25), Duration.ofMinutes(1), Duration.ofMinutes(3));
  }

  /** Those who restart what does not serve by itself. */
  @FunctionalInterface
  interface Supervisor {
    /** Returns when all nodes serve. */
    void awaitHealthy() throws InterruptedException;
  }

  StallWatch(Progress progress, Patience patience, Verdict verdict) {
    this.progress = progress;
    this.patience = patience;
    this.verdict = verdict;
  }

  /**
   * Waits until every partition has acknowledged a record submitted after mending.
   *
   * @param fault for the verdict
   * @param healNs when it was mended
   * @return how long that took; empty if it was far too long
   */
  Optional<Duration> awaitRecovery(String fault, long healNs, Supervisor nodes)
      throws InterruptedException {
    var alone = progress.awaitAll(progress.all(), healNs, patience.alone());
    nodes.awaitHealthy();
    return alone.isPresent() ? alone : recoveredWithHelp(fault, healNs);
  }

  /** All nodes serve again, some of them restarted: now there has to be progress. */
  private Optional<Duration> recoveredWithHelp(String fault, long healNs)
      throws InterruptedException {
    long healthyNs = System.nanoTime();
    if (progress.awaitAll(progress.all(), healthyNs, patience.recover()).isPresent()) {
      return Optional.of(Duration.ofNanos(System.nanoTime() - healNs));
    }
    verdict.found(Violation.STALLED, fault);
    LOG.atError().addKeyValue("fault", fault).log("no progress in time");
    return progress.awaitAll(
        progress.all(), healthyNs, patience.recover().multipliedBy(AFTER_STALL));
  }

  /** Stops the producers and waits for all answers they are owed. */
  void finish(Collection<Producer> producers) throws InterruptedException {
    producers.forEach(Producer::stop);
    for (Producer producer : producers) {
      if (!producer.finish(patience.answers())) {
        verdict.found(Violation.STALLED, "a producer's last answers did not come");
      }
    }
  }
}
