// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Batches arrive at every partition at times of chance, each node works them off on its cores, one
 * core a batch, in the order they came: an event simulation of what waits. For one use.
 */
public final class Backlog {
  private final Placement placement;
  private final int cores;
  private final double batchSeconds;
  private final Random random;

  /**
   * @param cores of each node
   * @param batchSeconds of a core that a batch takes
   */
  public Backlog(Placement placement, int cores, double batchSeconds, long seed) {
    this.placement = placement;
    this.cores = cores;
    this.batchSeconds = batchSeconds;
    this.random = new Random(seed);
  }

  /**
   * How long the last batches wait on the node where they wait longest.
   *
   * @param batchesPerSecond of all partitions together, the same for each in the mean
   * @param partitions of all nodes
   * @param seconds that batches arrive for
   */
  public double waitSeconds(double batchesPerSecond, int partitions, double seconds) {
    double longest = 0;
    for (int node : placement.nodes()) {
      double rate = batchesPerSecond * placement.partitionsOn(node) / partitions;
      longest = Math.max(longest, rate > 0 ? waitOn(rate, seconds) : 0);
    }
    return longest;
  }

  /** The mean of the last tenth. */
  private double waitOn(double rate, double seconds) {
    var free = new PriorityQueue<Double>(Comparator.naturalOrder());
    for (int i = 0; i < cores; i++) {
      free.add(0.0);
    }
    List<Double> waits = new ArrayList<>();
    double now = 0;
    while (now < seconds) {
      now += -Math.log(1 - random.nextDouble()) / rate;
      double begin = Math.max(now, free.remove());
      free.add(begin + batchSeconds);
      waits.add(begin - now);
    }
    return waits.subList(waits.size() * 9 / 10, waits.size()).stream()
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(0);
  }
}
