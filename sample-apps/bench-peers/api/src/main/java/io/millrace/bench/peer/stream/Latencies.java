// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Times from when each record of a round was due until its result was seen. They count from when it
 * was due, not from when it was sent, so a contender that makes its producer wait cannot hide it.
 * Confined to whoever holds the round.
 */
final class Latencies {
  /** Takes none and has no figures. */
  static final Latencies NONE = new Latencies(0, 0, place -> 0);

  private static final double NANOS_PER_MS = 1e6;

  private final long[] nanos;
  private final long from;
  private final LongUnaryOperator dueNanos;

  /**
   * @param from index of the first record
   * @param dueNanos when the record at a place of the round is due, by {@link System#nanoTime}
   */
  Latencies(int records, long from, LongUnaryOperator dueNanos) {
    this.nanos = new long[records];
    this.from = from;
    this.dueNanos = dueNanos;
  }

  /** The result of the record at an index was seen; nothing happens if it is not of this round. */
  void put(long index, long atNanos) {
    long place = index - from;
    if (place >= 0 && place < nanos.length) {
      nanos[(int) place] = atNanos - dueNanos.applyAsLong(place);
    }
  }

  /** Once all were seen. */
  Map<String, Double> figures() {
    var figures = new LinkedHashMap<String, Double>();
    if (nanos.length > 0) {
      long[] sorted = nanos.clone();
      Arrays.sort(sorted);
      figures.put("p50-ms", at(sorted, 0.5));
      figures.put("p99-ms", at(sorted, 0.99));
      figures.put("p99.9-ms", at(sorted, 0.999));
      figures.put("max-ms", at(sorted, 1));
    }
    return figures;
  }

  private static double at(long[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / NANOS_PER_MS;
  }
}
