// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.Measurement;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long records took from when they were due until they were acknowledged. Thread-safe. */
public final class Latencies {
  private static final int DIGITS = 3;
  private static final double MICROS_PER_MS = 1e3;

  private final Histogram micros = new ConcurrentHistogram(DIGITS);

  /** A record is acknowledged that was due then, by {@link System#nanoTime}. */
  public void acknowledged(long dueNs) {
    long took = System.nanoTime() - dueNs;
    micros.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMicros(took)));
  }

  /** How many were. */
  public long count() {
    return micros.getTotalCount();
  }

  /** The measurement with {@code p50-ms}, {@code p99-ms}, {@code p99.9-ms} and {@code max-ms}. */
  public Measurement addTo(Measurement measurement) {
    return measurement
        .with("p50-ms", ms(50))
        .with("p99-ms", ms(99))
        .with("p99.9-ms", ms(99.9))
        .with("max-ms", micros.getMaxValue() / MICROS_PER_MS);
  }

  private double ms(double percentile) {
    return micros.getValueAtPercentile(percentile) / MICROS_PER_MS;
  }
}
