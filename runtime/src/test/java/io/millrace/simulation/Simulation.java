// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.ingest.IngestSettings;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionSettings;
import io.millrace.store.Head;
import java.util.ArrayList;
import java.util.List;

/** One seed's run: trouble, then healing, then everything must come to its end. */
final class Simulation {
  private static final long SECOND = 1_000 * World.MS;
  private static final long TROUBLE_MAX = 120 * SECOND;

  /** Requests to the store may be carried out up to three minutes late; then some time to end. */
  private static final long CALM_MAX = 400 * SECOND;

  /** Timers by an owner's clock may wait for as long as clocks differ. */
  private static final long TIMERS_MAX = 2 * 3_600 * SECOND + CALM_MAX;

  private static final Config REFERENCE = ConfigFactory.defaultReference();

  private final World world;
  private final SimJob job;
  private final History history = new History();
  private final Database database;
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<SimGateway> gateways = new ArrayList<>();
  private final List<SimClient> clients = new ArrayList<>();
  private final SimCluster cluster;

  private Simulation(long seed, Mutant mutant, Trace trace) {
    this.world = new World(seed, trace);
    Swarm swarm = world.swarm;
    this.job = new SimJob(swarm.partitions);
    this.database = new Database(world, history);
    var network = new Network(world);
    PartitionSettings partitionSettings = PartitionSettings.from(config(swarm.partitionSettings));
    IngestSettings ingestSettings = IngestSettings.from(config(swarm.ingestSettings));
    for (int i = 0; i < swarm.nodes; i++) {
      nodes.add(new SimNode(world, job, "node-" + i, database, network, partitionSettings, mutant));
    }
    for (int i = 0; i < swarm.gateways; i++) {
      gateways.add(
          new SimGateway(world, "gateway-" + i, job, database, network, ingestSettings, mutant));
    }
    for (int i = 0; i < swarm.clients; i++) {
      clients.add(new SimClient(world, job, history, gateways, "p" + i));
    }
    this.cluster = new SimCluster(world, job, network, nodes, gateways);
  }

  private static Config config(String hocon) {
    return ConfigFactory.parseString(hocon).withFallback(REFERENCE);
  }

  /**
   * Runs a seed.
   *
   * @return how many steps it took
   * @throws Violation if a promise is broken
   */
  static long run(long seed, Mutant mutant, Trace trace) {
    var simulation = new Simulation(seed, mutant, trace);
    simulation.run();
    return simulation.world.steps();
  }

  private void run() {
    while (!isDone() && world.step(TROUBLE_MAX)) {
      // Every step checks itself.
    }
    world.note(() -> "heals");
    world.swarm.heal();
    cluster.heal();
    long healed = world.now();
    // Openings whose answers are lost still fence each other for a while.
    while (world.step(healed + 20 * SECOND)) {}
    clients.forEach(SimClient::lastRound);
    while (!isDone() && world.step(healed + CALM_MAX)) {}
    if (!isDone()) {
      throw new Violation("no end after everything was healed: " + clients);
    }
    while (!history.unfired().isEmpty() && world.step(healed + TIMERS_MAX)) {}
    if (!history.unfired().isEmpty()) {
      throw new Violation("timers that never fired: " + history.unfired());
    }
    long end = world.now() + SECOND;
    while (world.step(end)) {}
    for (PartitionId partition : job.partitions()) {
      Head head = database.head(partition);
      history.checkReadable(head, database.read(head, head.start().truncated(), Long.MAX_VALUE));
    }
  }

  private boolean isDone() {
    return clients.stream().allMatch(SimClient::isDone);
  }
}
