// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.PartitionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Decides which partitions are told to start, and when: all of them in each round, in an order of
 * chance, a few at a time, and none again that has not answered yet. What is told while nobody
 * knows where a partition lives waits in the region's buffer, among the clients' requests, so it
 * must be little. Not thread-safe.
 */
final class StartRounds {
  /** Told in one step. */
  static final int STEP_PARTITIONS_MAX = 8;

  /** Told and not answered at a time. */
  static final int UNANSWERED_MAX = 100;

  private final Random random;
  private final long forgetNanos;
  private final ArrayDeque<PartitionId> queue = new ArrayDeque<>();
  private final Map<PartitionId, Long> unanswered = new HashMap<>();

  /**
   * Nothing to start yet.
   *
   * @param forgetNanos after so long without answer a partition may be told again
   */
  StartRounds(Random random, long forgetNanos) {
    this.random = random;
    this.forgetNanos = forgetNanos;
  }

  /** Begins a round; what is left of the last one is part of it. */
  void begin(Collection<PartitionId> partitions) {
    var order = new ArrayList<>(partitions);
    Collections.shuffle(order, random);
    queue.clear();
    queue.addAll(order);
  }

  /** Whom to tell now. */
  List<PartitionId> step(long nowNanos) {
    unanswered.values().removeIf(toldNanos -> nowNanos - toldNanos > forgetNanos);
    var now = new ArrayList<PartitionId>();
    while (!queue.isEmpty()
        && now.size() < STEP_PARTITIONS_MAX
        && unanswered.size() < UNANSWERED_MAX) {
      PartitionId partition = queue.remove();
      if (unanswered.putIfAbsent(partition, nowNanos) == null) {
        now.add(partition);
      }
    }
    return now;
  }

  /** The partition runs somewhere. */
  void started(PartitionId partition) {
    unanswered.remove(partition);
  }

  /** A node is gone, and with it what it was told. */
  void forgetUnanswered() {
    unanswered.clear();
  }

  /** Whether the round is over. */
  boolean isOver() {
    return queue.isEmpty();
  }
}
