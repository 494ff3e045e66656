// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.ingest.IngestSettings;
import io.millrace.ingest.NodeCredit;
import io.millrace.model.PartitionId;
import io.millrace.store.JobEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Takes clients' streams and sends their batches to where it thinks that the partitions are. */
final class SimGateway {
  private final World world;
  private final SimJob job;
  private final Database database;
  private final Network network;
  private final IngestSettings settings;
  private final Mutant mutant;
  private final String name;
  private final Map<PartitionId, SimNode> view = new HashMap<>();
  private final List<SimSession> sessions = new ArrayList<>();
  private SimProcess process;
  private SimStore store;
  private NodeCredit credit;

  SimGateway(
      World world,
      String name,
      SimJob job,
      Database database,
      Network network,
      IngestSettings settings,
      Mutant mutant) {
    this.world = world;
    this.name = name;
    this.job = job;
    this.database = database;
    this.network = network;
    this.settings = settings;
    this.mutant = mutant;
    this.process = new SimProcess(world, name);
    this.store = new SimStore(world, database, process, mutant);
    this.credit = new NodeCredit(settings.nodeBytesMax());
  }

  SimProcess process() {
    return process;
  }

  SimStore store() {
    return store;
  }

  NodeCredit credit() {
    return credit;
  }

  IngestSettings settings() {
    return settings;
  }

  JobEntry job() {
    return job.entry();
  }

  Mutant mutant() {
    return mutant;
  }

  /** From now on the partition is taken to be there. */
  void believe(PartitionId partition, SimNode node) {
    view.put(partition, node);
  }

  /** Sends a request to the partition's owner, if there is one where it is looked for. */
  void toOwner(PartitionId partition, Consumer<SimOwner> request) {
    SimNode node = view.get(partition);
    if (node != null) {
      network.send(
          process,
          node.process(),
          () -> {
            SimOwner owner = node.owner(partition);
            if (owner != null) {
              request.accept(owner);
            } else if (world.chance(world.swarm.splitBrain)) {
              request.accept(node.own(partition));
            }
          });
    }
  }

  /** A client's link has reached it: the stream's session. */
  SimSession open(SimStream stream, Link link, String producer, long incarnation) {
    var session = new SimSession(world, this, stream, link, producer, incarnation);
    sessions.add(session);
    return session;
  }

  /** How many bytes the sessions have not given back. */
  long used() {
    return credit.used();
  }

  void crash() {
    world.note(() -> name + " crashes");
    process.crash();
    sessions.forEach(SimSession::crashed);
    sessions.clear();
    process = new SimProcess(world, name);
    store = new SimStore(world, database, process, mutant);
    credit = new NodeCredit(settings.nodeBytesMax());
  }
}
