// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits for a count to reach a goal. */
final class Goal {
  private static final long POLL_MS = 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private Goal() {}

  /**
   * Asks for the count again and again until it is at the goal or beyond, or has been the same for
   * a minute.
   *
   * @return the newest count
   */
  static long await(long goal, LongSupplier count) throws InterruptedException {
    long newest = count.getAsLong();
    long movedNanos = System.nanoTime();
    while (newest < goal && System.nanoTime() - movedNanos < PATIENCE_NANOS) {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
      long next = count.getAsLong();
      if (next != newest) {
        newest = next;
        movedNanos = System.nanoTime();
      }
    }
    return newest;
  }
}
