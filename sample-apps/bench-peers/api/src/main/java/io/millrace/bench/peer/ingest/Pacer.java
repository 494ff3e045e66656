// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.ingest;

import java.util.concurrent.locks.LockSupport;

/**
 * When records are due that come at a fixed rate. A record's latency counts from then, not from
 * when it was sent: so a sender that had to wait does not hide how long the records behind it
 * waited, which is what histograms that are corrected for coordinated omission guess at.
 * Thread-safe.
 *
 * @param startNs by {@link System#nanoTime}, when record 0 is due
 * @param perSecond records a second, above 0
 */
public record Pacer(long startNs, long perSecond) {
  private static final long SECOND_NS = 1_000_000_000;

  /** Who is as late as this will not catch up; a round that went on would take minutes. */
  private static final long LATE_NS_MAX = 5 * SECOND_NS;

  public Pacer {
    if (perSecond <= 0) {
      throw new IllegalArgumentException("rate: " + perSecond + " (expected: above 0)");
    }
  }

  /** When this record is due, by {@link System#nanoTime}. */
  public long dueNs(long index) {
    return startNs + index / perSecond * SECOND_NS + index % perSecond * SECOND_NS / perSecond;
  }

  /**
   * Whether it is due now.
   *
   * @throws IllegalStateException if it was due so long ago that the rate is too much for the
   *     sender
   */
  public boolean isDue(long index) {
    long lateNs = System.nanoTime() - dueNs(index);
    if (lateNs > LATE_NS_MAX) {
      throw new IllegalStateException(
          "record %d is more than %d s late (expected: %d records a second)"
              .formatted(index, LATE_NS_MAX / SECOND_NS, perSecond));
    }
    return lateNs >= 0;
  }

  /** Returns when it is due, at once if it was before. */
  public void await(long index) throws InterruptedException {
    long left;
    while ((left = dueNs(index) - System.nanoTime()) > 0) {
      LockSupport.parkNanos(this, left);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while record " + index + " was not due yet");
      }
    }
  }
}
