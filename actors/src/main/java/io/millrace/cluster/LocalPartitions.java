// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.partition.PartitionCommand;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;

/**
 * Knows the partitions that run on this node, and ends those whose job the node may not run any
 * more: each commits what it took in, then stops.
 */
final class LocalPartitions {
  sealed interface Command {}

  /** A partition runs. */
  record Running(ActorRef<PartitionCommand> partition, ActorRef<ShardCommand> shard, UUID job)
      implements Command {}

  private record Ended(ActorRef<PartitionCommand> partition) implements Command {}

  /** Look which may not run any more. */
  enum Check implements Command {
    NOW
  }

  private final ActorContext<Command> context;
  private final Predicate<UUID> mayRun;
  private final Map<ActorRef<PartitionCommand>, Running> running = new HashMap<>();

  private LocalPartitions(ActorContext<Command> context, Predicate<UUID> mayRun) {
    this.context = context;
    this.mayRun = mayRun;
  }

  /**
   * Knows none yet.
   *
   * @param mayRun whether this node may run a job, as far as it knows; must not block
   */
  static Behavior<Command> create(Predicate<UUID> mayRun) {
    return Behaviors.setup(context -> new LocalPartitions(context, mayRun).behavior());
  }

  private Behavior<Command> behavior() {
    return Behaviors.receive(Command.class)
        .onMessage(Running.class, this::onRunning)
        .onMessage(Ended.class, this::onEnded)
        .onMessage(Check.class, m -> onCheck())
        .build();
  }

  private Behavior<Command> onRunning(Running m) {
    running.put(m.partition(), m);
    context.watchWith(m.partition(), new Ended(m.partition()));
    return Behaviors.same();
  }

  private Behavior<Command> onEnded(Ended m) {
    running.remove(m.partition());
    return Behaviors.same();
  }

  private Behavior<Command> onCheck() {
    running.values().stream()
        .filter(m -> !mayRun.test(m.job()))
        .forEach(m -> m.shard().tell(new ClusterSharding.Passivate<>(m.partition())));
    return Behaviors.same();
  }
}
