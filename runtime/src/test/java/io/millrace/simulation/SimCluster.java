// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.model.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says which node has which partition, badly: late, to some only, or to several at a time. */
final class SimCluster {
  private static final long MS = World.MS;

  private final World world;
  private final SimJob job;
  private final Network network;
  private final List<SimNode> nodes;
  private final List<SimGateway> gateways;
  private final Map<PartitionId, SimNode> assigned = new HashMap<>();
  private boolean healed;

  SimCluster(
      World world, SimJob job, Network network, List<SimNode> nodes, List<SimGateway> gateways) {
    this.world = world;
    this.job = job;
    this.network = network;
    this.nodes = nodes;
    this.gateways = gateways;
    for (PartitionId partition : job.partitions()) {
      assign(partition, any(nodes));
    }
    keepStarted();
    trouble();
  }

  private <T> T any(List<T> all) {
    return all.get(world.random.nextInt(all.size()));
  }

  private void assign(PartitionId partition, SimNode node) {
    world.note(() -> "partition " + partition.number() + " is assigned to " + node.name());
    assigned.put(partition, node);
    node.process().after(world.time(0, 500 * MS), () -> node.own(partition));
    for (SimGateway gateway : gateways) {
      world.after(world.time(0, 2_000 * MS), () -> tell(gateway, partition, node));
    }
  }

  /** Gateways may hear of moves in any order, but not once all is healed. */
  private void tell(SimGateway gateway, PartitionId partition, SimNode node) {
    SimNode now = assigned.get(partition);
    gateway.believe(partition, healed && now != null ? now : node);
  }

  /** Owners that ended come back where they are assigned. */
  private void keepStarted() {
    world.after(
        2_000 * MS,
        () -> {
          assigned.forEach((partition, node) -> node.process().after(0, () -> node.own(partition)));
          keepStarted();
        });
  }

  private void trouble() {
    world.after(
        world.time(50 * MS, 4_000 * MS),
        () -> {
          if (!healed) {
            cause();
            trouble();
          }
        });
  }

  private void cause() {
    var s = world.swarm;
    SimNode node = any(nodes);
    if (world.chance(s.pause)) {
      long time = world.time(10 * MS, 45_000 * MS);
      world.note(() -> node.name() + " is paused for " + time / MS + " ms");
      node.process().pause(time);
    }
    if (world.chance(s.crash / 2)) {
      node.crash();
    }
    if (world.chance(s.move)) {
      move(any(job.partitions()), node);
    }
    if (world.chance(s.splitBrain / 2)) {
      duel(any(job.partitions()));
    }
    if (world.chance(s.crash / 4)) {
      any(gateways).crash();
    }
    if (world.chance(s.pause / 4)) {
      any(gateways).process().pause(world.time(10 * MS, 20_000 * MS));
    }
    if (world.chance(s.drop)) {
      network.cut(node.name(), any(gateways).process().name());
    } else {
      network.heal();
    }
  }

  /** Every node begins to own the partition, at about the same time. */
  private void duel(PartitionId partition) {
    for (SimNode node : nodes) {
      node.process()
          .after(
              world.time(0, 4 * MS),
              () -> {
                SimOwner owner = node.owner(partition);
                if (owner != null) {
                  owner.stop();
                }
                node.own(partition);
              });
    }
    for (SimGateway gateway : gateways) {
      SimNode node = any(nodes);
      world.after(world.time(0, 500 * MS), () -> tell(gateway, partition, node));
    }
  }

  private void move(PartitionId partition, SimNode to) {
    SimNode from = assigned.get(partition);
    assign(partition, to);
    if (from != null && from != to && !world.chance(world.swarm.splitBrain)) {
      handOver(from, partition, world.time(0, 300 * MS));
    }
  }

  private void handOver(SimNode node, PartitionId partition, long wait) {
    node.process()
        .after(
            wait,
            () -> {
              SimOwner owner = node.owner(partition);
              if (owner != null && assigned.get(partition) != node) {
                owner.handOver();
              }
            });
  }

  /** Ends all trouble: one node for each partition, and everybody knows. */
  void heal() {
    healed = true;
    network.heal();
    var all = new ArrayList<SimProcess>();
    nodes.forEach(node -> all.add(node.process()));
    gateways.forEach(gateway -> all.add(gateway.process()));
    all.forEach(SimProcess::wake);
    for (PartitionId partition : job.partitions()) {
      SimNode keeper = any(nodes);
      assign(partition, keeper);
      for (SimNode node : nodes) {
        if (node != keeper) {
          handOver(node, partition, 100 * MS);
          handOver(node, partition, 5_000 * MS);
        }
      }
    }
  }
}
