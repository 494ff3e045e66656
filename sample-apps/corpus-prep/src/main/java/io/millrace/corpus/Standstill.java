// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Partition;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Whoever was fenced by somebody newer waits here, and takes over if that one stands still. */
final class Standstill {
  /** Somebody whose job makes no step for so long is taken over. */
  private static final Duration TAKE_OVER_AFTER = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private Standstill() {}

  /**
   * Returns once the job has taken no record for some seconds.
   *
   * @throws MillraceException UNAVAILABLE if the thread is interrupted
   */
  static void await(MillraceClient client) {
    long seen = -1;
    long since = System.nanoTime();
    while (System.nanoTime() - since < TAKE_OVER_AFTER.toNanos()) {
      long now =
          Rest.describe(client).getPartitionsList().stream().mapToLong(Partition::getRecords).sum();
      if (now != seen) {
        seen = now;
        since = System.nanoTime();
      }
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while another run works", e);
      }
    }
  }
}
