// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * The most loaded node is gone and its shards are let go: an event simulation of how the others
 * start its partitions. Every node tells all partitions to start, each in an order of chance, some
 * at a time; the first that tells one of a shard that is nowhere has it placed; each node recovers
 * some at a time. For one use. Not thread-safe.
 */
public final class Failure {
  /** As the cluster does: so many told in one step of so long, so many unanswered at most. */
  public static final int STEP_PARTITIONS = 8;

  /** Length of a step. */
  public static final double STEP_SECONDS = 0.05;

  private static final int UNANSWERED_MAX = 100;

  /** As {@code millrace.partition.recoveries-max}. */
  public static final int RECOVERIES_AT_ONCE = 4;

  private final Placement placement;
  private final double recoverySeconds;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<Integer, Queue<Integer>> waiting = new HashMap<>();
  private final Map<Integer, Integer> recovering = new HashMap<>();
  private final Set<Integer> moved = new HashSet<>();
  private final Map<Integer, String> shardOf = new HashMap<>();
  private final Map<String, Integer> homes = new HashMap<>();
  private final Set<Integer> begun = new HashSet<>();
  private final Set<Integer> done = new HashSet<>();
  private long number;
  private double last;

  /** Runs at its time; those of one time in the order in which they were made. */
  private record Event(double seconds, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int bySeconds = Double.compare(seconds, other.seconds);
      return bySeconds != 0 ? bySeconds : Long.compare(number, other.number);
    }
  }

  private record Teller(Queue<Integer> left, Set<Integer> unanswered) {}

  /**
   * @param placement before the crash; changed by it; two nodes up
   * @param partitions that all nodes tell to start
   * @param recoverySeconds that one takes once it is its turn
   */
  public Failure(Placement placement, int partitions, double recoverySeconds, long seed) {
    this.placement = placement;
    this.recoverySeconds = recoverySeconds;
    for (String shard : placement.remove(placement.fullest())) {
      for (int partition : placement.partitionsOf(shard)) {
        moved.add(partition);
        shardOf.put(partition, shard);
      }
    }
    var random = new Random(seed);
    for (int others = placement.nodes().size(); others > 0; others--) {
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < partitions; i++) {
        order.add(i);
      }
      Collections.shuffle(order, random);
      var teller = new Teller(new ArrayDeque<>(order), new HashSet<>());
      // Nodes do not learn of it, nor step, at the same moment.
      at(random.nextDouble() * STEP_SECONDS, () -> tell(teller));
    }
  }

  /** Partitions that the failed node had. */
  public int moved() {
    return moved.size();
  }

  /** Seconds until the last of them is up again. */
  public double seconds() {
    while (done.size() < moved.size()) {
      Event next = events.remove();
      last = next.seconds();
      next.action().run();
    }
    return last;
  }

  private void at(double seconds, Runnable action) {
    number++;
    events.add(new Event(seconds, number, action));
  }

  private void tell(Teller teller) {
    teller.unanswered().removeAll(done);
    int told = 0;
    while (told < STEP_PARTITIONS
        && !teller.left().isEmpty()
        && teller.unanswered().size() < UNANSWERED_MAX) {
      int partition = teller.left().remove();
      told++;
      if (moved.contains(partition)) {
        teller.unanswered().add(partition);
        start(partition);
      }
    }
    if (!teller.left().isEmpty()) {
      at(last + STEP_SECONDS, () -> tell(teller));
    }
  }

  private void start(int partition) {
    if (begun.add(partition)) {
      int home = homes.computeIfAbsent(shardOf.get(partition), placement::allocate);
      waiting.computeIfAbsent(home, h -> new ArrayDeque<>()).add(partition);
      recover(home);
    }
  }

  private void recover(int home) {
    int running = recovering.getOrDefault(home, 0);
    Queue<Integer> queue = waiting.computeIfAbsent(home, h -> new ArrayDeque<>());
    if (running < RECOVERIES_AT_ONCE && !queue.isEmpty()) {
      int partition = queue.remove();
      recovering.put(home, running + 1);
      at(last + recoverySeconds, () -> recovered(home, partition));
    }
  }

  private void recovered(int home, int partition) {
    done.add(partition);
    recovering.merge(home, -1, Integer::sum);
    recover(home);
  }
}
