// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import io.millrace.cluster.ShardNames;
import io.millrace.cluster.ShardPlacement;
import io.millrace.model.PartitionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Where the cluster's own code puts a job's partitions: shards by name, each to the node that has
 * fewest. Mutable, not thread-safe.
 */
public final class Placement {
  private final Map<Integer, List<String>> nodes = new LinkedHashMap<>();
  private final Map<String, List<Integer>> shards = new LinkedHashMap<>();
  private final int partitions;

  private Placement(int partitions) {
    this.partitions = partitions;
  }

  /**
   * All nodes are there before the first partition starts.
   *
   * @param shards to the job, as {@code millrace.cluster.shards}
   */
  public static Placement of(int nodes, int partitions, int shards, UUID job) {
    var placement = new Placement(partitions);
    for (int i = 0; i < nodes; i++) {
      placement.nodes.put(i, new ArrayList<>());
    }
    for (int i = 0; i < partitions; i++) {
      String shard = ShardNames.of(new PartitionId(job, i), shards);
      List<Integer> others = placement.shards.computeIfAbsent(shard, s -> new ArrayList<>());
      if (others.isEmpty()) {
        placement.allocate(shard);
      }
      others.add(i);
    }
    return placement;
  }

  /** Puts a shard that is nowhere onto a node, and says which. */
  int allocate(String shard) {
    int node = new ShardPlacement<>(nodes, (n, s) -> true).place(shard).orElseThrow();
    nodes.computeIfAbsent(node, n -> new ArrayList<>()).add(shard);
    return node;
  }

  /** A node is gone: its shards are nowhere. */
  List<String> remove(int node) {
    List<String> its = nodes.remove(node);
    if (its == null) {
      throw new IllegalArgumentException("node: " + node + " (expected: one of " + nodes.keySet());
    }
    return its;
  }

  /** A node joins without any. */
  public void add(int node) {
    nodes.put(node, new ArrayList<>());
  }

  /** The next shards that the cluster moves for even numbers; they have moved after it. */
  public Set<String> level() {
    Set<String> moving = new HashSet<>(new ShardPlacement<>(nodes, (n, s) -> true).level());
    nodes.values().forEach(its -> its.removeAll(moving));
    moving.forEach(this::allocate);
    return moving;
  }

  /** Nodes that there are. */
  public Set<Integer> nodes() {
    return nodes.keySet();
  }

  /** How many shards hold a partition. */
  public int shards() {
    return shards.size();
  }

  /** Partitions of a shard. */
  List<Integer> partitionsOf(String shard) {
    return shards.getOrDefault(shard, List.of());
  }

  /** How many partitions a node has. */
  public int partitionsOn(int node) {
    return nodes.getOrDefault(node, List.of()).stream().mapToInt(s -> partitionsOf(s).size()).sum();
  }

  /** The node that has most. */
  public int fullest() {
    int fullest = -1;
    for (int node : nodes.keySet()) {
      fullest = fullest < 0 || partitionsOn(node) > partitionsOn(fullest) ? node : fullest;
    }
    return fullest;
  }

  /** Partitions of the node that has most, by their mean. 1 up. */
  public double imbalance() {
    return partitionsOn(fullest()) / ((double) partitions / nodes.size());
  }
}
