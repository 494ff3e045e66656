// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Decides on which node a shard lives, and which shards move: away from nodes that may not run
 * their job, and towards even numbers. Each move of the second kind makes the numbers more even, so
 * they come to an end. Not thread-safe.
 *
 * @param <R> the regions of the nodes
 */
public final class ShardPlacement<R> {
  /** Shards that move at a time because they are where they may not run. */
  public static final int MISPLACED_MAX = 64;

  /** Shards that move at a time for even numbers. */
  public static final int LEVEL_MAX = 4;

  private final Map<R, List<String>> shards = new LinkedHashMap<>();
  private final BiPredicate<R, String> mayRun;

  /**
   * @param current which shards each region has
   * @param mayRun whether a region may run a shard's job
   */
  public ShardPlacement(
      Map<R, ? extends Collection<String>> current, BiPredicate<R, String> mayRun) {
    current.forEach((region, its) -> shards.put(region, new ArrayList<>(its)));
    this.mayRun = mayRun;
  }

  /** Where a new shard goes: to a region that may run it and has least; empty if none may. */
  public Optional<R> place(String shard) {
    return shards.keySet().stream()
        .filter(region -> mayRun.test(region, shard))
        .min(Comparator.comparingInt(this::size));
  }

  /** Which shards are where they may not run though another region may run them. */
  public Set<String> misplaced() {
    var moves = new HashSet<String>();
    shards.forEach(
        (region, its) ->
            its.stream()
                .filter(shard -> !mayRun.test(region, shard) && place(shard).isPresent())
                .limit(MISPLACED_MAX - moves.size())
                .forEach(moves::add));
    return moves;
  }

  /** Which shards move for even numbers. */
  public Set<String> level() {
    var moves = new HashSet<String>();
    boolean uneven = true;
    while (uneven && moves.size() < LEVEL_MAX) {
      uneven = moveOne(moves);
    }
    return moves;
  }

  private boolean moveOne(Set<String> moves) {
    List<R> fullestFirst = new ArrayList<>(shards.keySet());
    fullestFirst.sort(Comparator.comparingInt(this::size).reversed());
    for (R from : fullestFirst) {
      if (size(from) - size(fullestFirst.get(fullestFirst.size() - 1)) < 2) {
        return false;
      }
      for (String shard : its(from)) {
        Optional<R> to = place(shard).filter(region -> size(from) - size(region) >= 2);
        if (!moves.contains(shard) && to.isPresent()) {
          its(from).remove(shard);
          its(to.get()).add(shard);
          moves.add(shard);
          return true;
        }
      }
    }
    return false;
  }

  private List<String> its(R region) {
    return shards.getOrDefault(region, List.of());
  }

  private int size(R region) {
    return its(region).size();
  }
}
