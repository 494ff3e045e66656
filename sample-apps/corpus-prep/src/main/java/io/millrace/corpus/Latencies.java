// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.v1.Receipt;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * How long records wait for their receipts. {@link #submitted} belongs to the submitting thread,
 * {@link #acknowledged} to the one that hears receipts; both may run at once.
 */
final class Latencies {
  private static final long HIGHEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;
  private static final long NONE = 0;

  private final AtomicLongArray submittedAt;
  private final LongSupplier nanoTime;
  private final Histogram micros = new Histogram(HIGHEST_MICROS, DIGITS);

  /**
   * @param unackedMax most records that may be without receipt
   * @param nanoTime the clock
   */
  Latencies(int unackedMax, LongSupplier nanoTime) {
    this.submittedAt = new AtomicLongArray(Integer.highestOneBit(unackedMax) * 4);
    this.nanoTime = nanoTime;
  }

  /** The record of this sequence is about to be submitted. */
  void submitted(long sequence) {
    long now = nanoTime.getAsLong();
    submittedAt.set(slot(sequence), now == NONE ? 1 : now);
  }

  /** The receipt is here; a record that is covered twice counts once. */
  void acknowledged(Receipt receipt) {
    long now = nanoTime.getAsLong();
    long sequence = receipt.getFirstSequence();
    record(sequence, now);
    for (long step : receipt.getStepsList()) {
      sequence += step;
      record(sequence, now);
    }
  }

  private synchronized void record(long sequence, long now) {
    long since = submittedAt.getAndSet(slot(sequence), NONE);
    if (since != NONE) {
      micros.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, now - since) / 1_000));
    }
  }

  private int slot(long sequence) {
    return (int) (sequence & (submittedAt.length() - 1));
  }

  /** The wait that this share of the records did not exceed. Unit: milliseconds; 0 without any. */
  synchronized double percentileMs(double percent) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1e3;
  }
}
