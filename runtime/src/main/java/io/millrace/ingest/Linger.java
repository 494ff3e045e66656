// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import java.time.Duration;

/**
 * How long batches that are not full wait: an eighth of the time between two commits of a
 * partition, so that what a commit takes in came in few batches however long it takes. Not
 * thread-safe.
 */
final class Linger {
  private static final int SHARE = 8;

  /** Of what was known, this share gives way to what comes. */
  private static final int SMOOTHING = 8;

  private final long minNanos;
  private final long maxNanos;
  private long betweenNanos;

  Linger(IngestSettings settings) {
    this.minNanos = settings.linger().toNanos();
    this.maxNanos = settings.lingerMax().toNanos();
  }

  /**
   * A partition has committed.
   *
   * @param nanos since it showed that it was there before
   */
  void committed(long nanos) {
    betweenNanos += (nanos - betweenNanos) / SMOOTHING;
  }

  /** How long to wait now. */
  Duration time() {
    return Duration.ofNanos(Math.max(minNanos, Math.min(maxNanos, betweenNanos / SHARE)));
  }
}
