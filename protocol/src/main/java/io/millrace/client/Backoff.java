// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: each up to twice the one before, by chance from half of it to all of it,
 * so that many clients do not come back at once. Not thread-safe.
 */
final class Backoff {
  private static final int DOUBLINGS_MAX = 20;

  private final long minNs;
  private final long maxNs;
  private final RandomGenerator random;
  private int attempts;

  Backoff(Duration min, Duration max, RandomGenerator random) {
    this.minNs = min.toNanos();
    this.maxNs = max.toNanos();
    this.random = random;
  }

  /** The next pause. Unit: nanoseconds. */
  long nextNs() {
    long factor = 1L << Math.min(attempts++, DOUBLINGS_MAX);
    long ceiling = minNs > maxNs / factor ? maxNs : minNs * factor;
    return ceiling / 2 + random.nextLong(ceiling - ceiling / 2 + 1);
  }

  /** A time that was asked for, and by chance up to a quarter more. Unit: nanoseconds. */
  long spread(long askedNs) {
    return askedNs + random.nextLong(askedNs / 4 + 1);
  }

  /** After progress: the next pause is the shortest again. */
  void reset() {
    attempts = 0;
  }
}
