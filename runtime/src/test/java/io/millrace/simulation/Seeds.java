// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs many seeds, a few at a time; each by itself is one thread's work. */
final class Seeds {
  private static final int THREADS = 2;
  private static final int FAILURES_MAX = 5;

  private Seeds() {}

  /**
   * What came of it.
   *
   * @param failures what broke, by seed; a few at most
   * @param ran how many seeds were run
   */
  record Outcome(Map<Long, String> failures, long ran, long steps, double seconds) {
    long seedsPerSecond() {
      return Math.round(ran / seconds);
    }

    @Override
    public String toString() {
      return ran
          + " seeds, "
          + seedsPerSecond()
          + " per second, "
          + steps / Math.max(1, ran)
          + " steps each, failures "
          + failures;
    }
  }

  /**
   * Runs seeds in order.
   *
   * @param untilOne whether the first failure is enough
   */
  static Outcome run(long first, int count, Mutant mutant, boolean untilOne) {
    var failures = new ConcurrentSkipListMap<Long, String>();
    var next = new AtomicLong(first);
    var ran = new AtomicLong();
    var steps = new AtomicLong();
    long begin = System.nanoTime();
    int enough = untilOne ? 1 : FAILURES_MAX;
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      pool.execute(
          () -> {
            long seed = next.getAndIncrement();
            while (seed < first + count && failures.size() < enough) {
              try {
                steps.addAndGet(Simulation.run(seed, mutant, new Trace(false)));
              } catch (RuntimeException | Error failure) {
                failures.put(seed, String.valueOf(failure));
              }
              ran.incrementAndGet();
              seed = next.getAndIncrement();
            }
          });
    }
    pool.shutdown();
    try {
      if (!pool.awaitTermination(30, TimeUnit.MINUTES)) {
        throw new IllegalStateException("seeds do not end: at " + next.get());
      }
    } catch (InterruptedException e) {
      pool.shutdownNow();
      Thread.currentThread().interrupt();
    }
    return new Outcome(
        failures, ran.get(), steps.get(), (System.nanoTime() - begin) / 1_000_000_000.0);
  }
}
