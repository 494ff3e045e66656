// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import java.time.Duration;

/**
 * How a job's partitions make an event-time watermark of what their producers send. A producer's
 * watermark is the highest event time seen from it, less {@code outOfOrderness}; a partition's is
 * the lowest of its producers that are not idle, and never goes back.
 *
 * @param outOfOrderness how much older than its newest one a producer's records may be without
 *     being late, 0 to 365 days
 * @param idleTimeout how long a producer may send nothing with an event time before the others need
 *     not wait for it any more, 1 ms to 365 days
 */
public record TimePolicy(Duration outOfOrderness, Duration idleTimeout) {
  private static final Duration LONGEST = Duration.ofDays(365);

  /** 5 s out of order, idle after a minute. */
  public static final TimePolicy DEFAULT =
      new TimePolicy(Duration.ofSeconds(5), Duration.ofMinutes(1));

  public TimePolicy {
    check("outOfOrderness", outOfOrderness, Duration.ZERO, "0 to 365 days");
    check("idleTimeout", idleTimeout, Duration.ofMillis(1), "1 ms to 365 days");
  }

  private static void check(String what, Duration value, Duration least, String expected) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** The same with another bound on disorder. */
  public TimePolicy withOutOfOrderness(Duration bound) {
    return new TimePolicy(bound, idleTimeout);
  }

  /** The same with another idle time-out. */
  public TimePolicy withIdleTimeout(Duration timeout) {
    return new TimePolicy(outOfOrderness, timeout);
  }
}
