// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Carries messages between processes: between two of them in order as a rule, and at most once;
 * some are lost, and now and then one overtakes or comes a second time.
 */
final class Network {
  private record Pair(SimProcess from, SimProcess to) {}

  private final World world;
  private final Map<Pair, Long> last = new HashMap<>();
  private final Set<String> cut = new HashSet<>();

  Network(World world) {
    this.world = world;
  }

  void send(SimProcess from, SimProcess to, Runnable message) {
    if (cut.contains(from.name() + ">" + to.name()) || world.chance(world.swarm.drop)) {
      return;
    }
    long at = world.now() + world.time(World.MS / 10, 20 * World.MS);
    var pair = new Pair(from, to);
    if (!world.chance(world.swarm.reorder)) {
      at = Math.max(at, last.getOrDefault(pair, 0L));
      last.put(pair, at);
    }
    to.after(at - world.now(), message);
    if (world.chance(world.swarm.duplicate)) {
      to.after(world.time(0, 5_000 * World.MS), message);
    }
  }

  /** Nothing goes that way until it heals. */
  void cut(String from, String to) {
    cut.add(from + ">" + to);
  }

  void heal() {
    cut.clear();
  }
}
