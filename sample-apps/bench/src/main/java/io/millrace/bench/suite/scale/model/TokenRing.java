// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Database nodes with ranges of a ring of tokens, at random; a row lies on the next so many
 * different nodes from its own token on. (Cassandra's own choice of tokens is more even.)
 */
public final class TokenRing {
  private final TreeMap<Long, Integer> owners = new TreeMap<>();
  private final int nodes;
  private final int replicas;

  /**
   * @param tokens ranges of each node
   * @param replicas of each row; all nodes if there are fewer
   */
  public TokenRing(int nodes, int tokens, int replicas, long seed) {
    this.nodes = nodes;
    this.replicas = Math.min(replicas, nodes);
    var random = new Random(seed);
    for (int node = 0; node < nodes; node++) {
      for (int i = 0; i < tokens; i++) {
        owners.put(random.nextLong(), node);
      }
    }
  }

  /**
   * Rows of the node that has most, by their mean. 1 up.
   *
   * @param rows with keys of chance, all as much work
   */
  public double imbalance(int rows, long seed) {
    var random = new Random(seed);
    long[] load = new long[nodes];
    for (int i = 0; i < rows; i++) {
      place(random.nextLong(), load);
    }
    long most = 0;
    for (long one : load) {
      most = Math.max(most, one);
    }
    return most / ((double) rows * replicas / nodes);
  }

  private void place(long token, long[] load) {
    boolean[] taken = new boolean[nodes];
    int found = 0;
    long at = token;
    while (found < replicas) {
      Map.Entry<Long, Integer> next = owners.ceilingEntry(at);
      if (next == null) {
        next = owners.firstEntry();
      }
      int node = next.getValue();
      if (!taken[node]) {
        taken[node] = true;
        load[node]++;
        found++;
      }
      at = next.getKey() + 1;
    }
  }
}
