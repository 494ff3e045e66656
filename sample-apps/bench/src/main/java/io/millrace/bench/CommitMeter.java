// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What acknowledged batches took during one measurement. Thread-safe. */
final class CommitMeter {
  private static final int DIGITS = 3;

  private final CountingLog log;
  private final Histogram micros = new ConcurrentHistogram(DIGITS);
  private final LongAdder records = new LongAdder();
  private volatile boolean on;
  private volatile long begunNs;
  private volatile CountingLog.Counts before;

  CommitMeter(CountingLog log) {
    this.log = log;
    this.before = log.counts();
  }

  /** From here on it counts. */
  void begin() {
    begunNs = System.nanoTime();
    before = log.counts();
    on = true;
  }

  /** A batch of so many records that was sent at {@code sentNs} is acknowledged. */
  void acknowledged(long sentNs, int batchRecords) {
    if (on) {
      micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - sentNs));
      records.add(batchRecords);
    }
  }

  /** Puts what was counted into a table. */
  void end(Table table, int partitions, String load) {
    on = false;
    double seconds = (System.nanoTime() - begunNs) / 1e9;
    CountingLog.Counts counts = log.counts().since(before);
    double commits = Math.max(1, counts.commits());
    table.add(
        partitions,
        load,
        micros.getTotalCount(),
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getMaxValue() / 1e3,
        counts.commits() / seconds,
        counts.blocks() / commits,
        records.sum() / commits,
        records.sum() / seconds);
  }

  /** A table that {@link #end} fills. */
  static Table table() {
    return new Table(
        "partitions",
        "load",
        "batches",
        "p50-ms",
        "p99-ms",
        "max-ms",
        "commits-per-s",
        "blocks-per-commit",
        "records-per-commit",
        "records-per-s");
  }
}
