// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codecs;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionSettings;
import io.millrace.partition.Term;
import io.millrace.skip.SkipEncoder;
import io.millrace.skip.SkipSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A place where partitions live; after a crash it comes back with none. */
final class SimNode {
  private static final BlockEncoder ENCODER = new BlockEncoder(BlockLimits.DEFAULT);
  private static final SkipEncoder SKIP = new SkipEncoder(SkipSettings.DEFAULT);

  private final World world;
  private final SimJob job;
  private final String name;
  private final Database database;
  private final Network network;
  private final PartitionSettings settings;
  private final Mutant mutant;
  private final Map<PartitionId, SimOwner> owners = new HashMap<>();
  private SimProcess process;
  private Term.Services services;

  SimNode(
      World world,
      SimJob job,
      String name,
      Database database,
      Network network,
      PartitionSettings settings,
      Mutant mutant) {
    this.world = world;
    this.job = job;
    this.name = name;
    this.database = database;
    this.network = network;
    this.settings = settings;
    this.mutant = mutant;
    this.process = new SimProcess(world, name);
    this.services = makeServices();
  }

  private Term.Services makeServices() {
    var store = new SimStore(world, database, process, mutant);
    SimProcess mine = process;
    return new Term.Services(
        store,
        store.snapshots(),
        ENCODER,
        SKIP,
        Codecs.byName("none"),
        BlockLimits.DEFAULT,
        mine.executor(),
        mine,
        world.random,
        mine::wallClockMs,
        () -> new UUID(world.random.nextLong(), world.random.nextLong()),
        settings);
  }

  String name() {
    return name;
  }

  SimJob job() {
    return job;
  }

  SimProcess process() {
    return process;
  }

  Term.Services services() {
    return services;
  }

  /** The partition's owner here, if there is one. */
  @Nullable SimOwner owner(PartitionId partition) {
    SimOwner owner = owners.get(partition);
    return owner == null || owner.isStopped() ? null : owner;
  }

  /** The partition's owner here; begins to be one if it is not. */
  SimOwner own(PartitionId partition) {
    SimOwner owner = owner(partition);
    if (owner == null) {
      owner = new SimOwner(world, this, partition, mutant);
      owners.put(partition, owner);
    }
    return owner;
  }

  void reply(SimSession caller, PartitionReply reply) {
    network.send(process, caller.process(), () -> caller.reply(reply));
  }

  void crash() {
    world.note(() -> name + " crashes");
    process.crash();
    owners.clear();
    process = new SimProcess(world, name);
    services = makeServices();
  }
}
