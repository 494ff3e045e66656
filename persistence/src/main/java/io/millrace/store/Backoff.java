// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Waits between attempts: twice as long each time, up to a limit, and anywhere from half of that to
 * all of it, so that two who collided do not collide again. Thread-safe if its randomness is.
 */
public final class Backoff {
  private static final int DOUBLINGS_MAX = 20;

  private final long firstMs;
  private final long maxMs;
  private final RandomGenerator random;
  private final Timers timers;

  /**
   * @param first pause after the first attempt
   * @param max longest pause
   */
  public Backoff(Duration first, Duration max, RandomGenerator random, Timers timers) {
    this.firstMs = first.toMillis();
    this.maxMs = max.toMillis();
    this.random = random;
    this.timers = timers;
  }

  /**
   * Completes after the pause, on the timers' thread, which must not be held up.
   *
   * @param attempt 1 after the first attempt
   */
  public CompletionStage<Void> pause(int attempt) {
    return timers.pause(Duration.ofMillis(pauseMs(attempt)));
  }

  long pauseMs(int attempt) {
    long full = Math.min(maxMs, firstMs << Math.min(attempt - 1, DOUBLINGS_MAX));
    return full / 2 + random.nextLong(full / 2 + 1);
  }
}
