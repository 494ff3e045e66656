// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.ProducerListener;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures how long records wait for their acknowledgement, and for each partition that changed its
 * owner how long the longest wait was: that is the pause a client sees. Thread-safe.
 */
final class AckPauses implements ProducerListener {
  /**
   * What was seen since the last one.
   *
   * @param records waits of all records
   * @param moved longest wait of each partition that changed its owner; empty if none did
   */
  record Summary(Waits records, Waits moved) {}

  /** Unit: milliseconds. */
  record Waits(int count, long p50, long p99, long max) {
    static Waits of(List<Long> nanos) {
      if (nanos.isEmpty()) {
        return new Waits(0, 0, 0, 0);
      }
      var sorted = new ArrayList<>(nanos);
      Collections.sort(sorted);
      return new Waits(sorted.size(), at(sorted, 50), at(sorted, 99), at(sorted, 100));
    }

    private static long at(List<Long> sorted, int percent) {
      int index = (sorted.size() * percent + 99) / 100 - 1;
      return Duration.ofNanos(sorted.get(Math.max(0, index))).toMillis();
    }
  }

  private final Map<Long, Long> submitted = new ConcurrentHashMap<>();
  private final Map<Integer, Long> epochs = new HashMap<>();
  private final Map<Integer, Long> longest = new HashMap<>();
  private final Map<Integer, Boolean> moved = new HashMap<>();
  private final List<Long> waits = new ArrayList<>();

  /** A record is about to be submitted. */
  void submitting(long sequence) {
    submitted.put(sequence, System.nanoTime());
  }

  /** How many records wait. */
  int waiting() {
    return submitted.size();
  }

  @Override
  public synchronized void onReceipt(Receipt receipt, int coveredCount) {
    long now = System.nanoTime();
    int partition = receipt.getPartition();
    Long epoch = epochs.put(partition, receipt.getEpoch());
    if (epoch != null && epoch != receipt.getEpoch()) {
      moved.put(partition, true);
    }
    long sequence = receipt.getFirstSequence();
    answered(partition, sequence, now);
    for (long step : receipt.getStepsList()) {
      sequence += step;
      answered(partition, sequence, now);
    }
  }

  private void answered(int partition, long sequence, long now) {
    Long then = submitted.remove(sequence);
    if (then != null) {
      waits.add(now - then);
      longest.merge(partition, now - then, Math::max);
    }
  }

  /** What was seen since the last call. */
  synchronized Summary take() {
    var summary =
        new Summary(Waits.of(waits), Waits.of(moved.keySet().stream().map(longest::get).toList()));
    waits.clear();
    longest.clear();
    moved.clear();
    return summary;
  }
}
