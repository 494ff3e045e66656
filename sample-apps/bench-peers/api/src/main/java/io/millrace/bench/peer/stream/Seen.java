// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import java.util.concurrent.TimeUnit;

/**
 * How many of the results that a round waits for have been seen, and when the last one was.
 * Thread-safe.
 */
final class Seen {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final long LOOK_MS = 500;

  private long goal;
  private long count;
  private long lastNanos;

  /** Starts anew, with another goal. */
  synchronized void expect(long results) {
    goal = results;
    count = 0;
    lastNanos = System.nanoTime();
  }

  synchronized void one(long atNanos) {
    count++;
    lastNanos = atNanos;
    if (count == goal) {
      notifyAll();
    }
  }

  /**
   * Waits for the goal.
   *
   * @return when the last result was seen, by {@link System#nanoTime}
   * @throws IllegalStateException if none comes for so long that none will
   */
  synchronized long await() throws InterruptedException {
    while (count < goal) {
      wait(LOOK_MS);
      if (count < goal) {
        checkMoving();
      }
    }
    return lastNanos;
  }

  /** Waits for the goal, for a while only. */
  synchronized boolean isReachedWithin(long waitMs) throws InterruptedException {
    long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
    long leftNanos;
    while (count < goal && (leftNanos = endNanos - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
    }
    if (count < goal) {
      checkMoving();
    }
    return count >= goal;
  }

  private void checkMoving() {
    if (System.nanoTime() - lastNanos > PATIENCE_NANOS) {
      throw new IllegalStateException(
          "results: %d, and no other for %d s (expected: %d)"
              .formatted(count, TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS), goal));
    }
  }
}
