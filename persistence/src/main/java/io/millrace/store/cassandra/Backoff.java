// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: twice as long each time, up to a limit, and anywhere from half of that to
 * all of it, so that two who collided do not collide again. Thread-safe if its randomness is.
 */
final class Backoff {
  private static final int DOUBLINGS_MAX = 20;

  private final long firstMs;
  private final long maxMs;
  private final RandomGenerator random;

  Backoff(Duration first, Duration max, RandomGenerator random) {
    this.firstMs = first.toMillis();
    this.maxMs = max.toMillis();
    this.random = random;
  }

  /**
   * Completes after the pause, on the JDK's one timer thread, which must not be held up.
   *
   * @param attempt 1 after the first attempt
   */
  CompletionStage<Void> pause(int attempt) {
    return CompletableFuture.runAsync(
        () -> {},
        CompletableFuture.delayedExecutor(pauseMs(attempt), TimeUnit.MILLISECONDS, Runnable::run));
  }

  long pauseMs(int attempt) {
    long full = Math.min(maxMs, firstMs << Math.min(attempt - 1, DOUBLINGS_MAX));
    return full / 2 + random.nextLong(full / 2 + 1);
  }
}
