// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionCommand;
import java.time.Duration;
import java.util.Collection;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent.MemberRemoved;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/**
 * Makes sure, every few seconds and when a node is gone, that the partitions this node knows are
 * started somewhere in the cluster, so that a partition whose owner died recovers before anyone
 * asks for it. Every node does this; starting what runs changes nothing. Close it before the node
 * leaves.
 */
public final class KeepStarted implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(50);

  private sealed interface Command {}

  private enum Signal implements Command {
    ROUND,
    STEP,
    STOP
  }

  private record Started(PartitionId partition) implements Command {}

  private record NodeGone() implements Command {}

  private final ActorRef<Command> actor;

  private KeepStarted(ActorRef<Command> actor) {
    this.actor = actor;
  }

  /**
   * Starts it on this node.
   *
   * @param region where requests to partitions go
   * @param partitions those to keep started; called in each round
   * @param interval the longest pause between two rounds; the shortest is half of it
   */
  public static KeepStarted start(
      ActorSystem<?> system,
      ActorRef<PartitionCommand> region,
      Supplier<? extends Collection<PartitionId>> partitions,
      Duration interval) {
    Behavior<Command> behavior =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers ->
                        new Pinger(context, timers, region, partitions, interval).behavior()));
    return new KeepStarted(
        system.systemActorOf(behavior, "keep-started-" + UUID.randomUUID(), Props.empty()));
  }

  /** Ends it; does not wait. */
  @Override
  public void close() {
    actor.tell(Signal.STOP);
  }

  private static final class Pinger {
    private final TimerScheduler<Command> timers;
    private final org.apache.pekko.actor.ActorRef region;
    private final org.apache.pekko.actor.ActorRef answers;
    private final Supplier<? extends Collection<PartitionId>> partitions;
    private final Duration interval;
    private final Random random = new Random();
    private final StartRounds rounds;

    private Pinger(
        ActorContext<Command> context,
        TimerScheduler<Command> timers,
        ActorRef<PartitionCommand> region,
        Supplier<? extends Collection<PartitionId>> partitions,
        Duration interval) {
      this.timers = timers;
      this.region = Adapter.toClassic(region);
      this.answers =
          Adapter.toClassic(
              context.messageAdapter(
                  ShardRegion.StartEntityAck.class,
                  ack -> new Started(PartitionId.parse(ack.entityId()))));
      this.partitions = partitions;
      this.interval = interval;
      this.rounds = new StartRounds(random, interval.toNanos());
      Cluster.get(context.getSystem())
          .subscriptions()
          .tell(
              Subscribe.create(
                  context.messageAdapter(MemberRemoved.class, m -> new NodeGone()),
                  MemberRemoved.class));
    }

    private Behavior<Command> behavior() {
      timers.startSingleTimer(Signal.ROUND, jittered(interval));
      return Behaviors.receive(Command.class)
          .onMessageEquals(Signal.ROUND, this::onRound)
          .onMessageEquals(Signal.STEP, this::onStep)
          .onMessageEquals(Signal.STOP, Behaviors::stopped)
          .onMessage(Started.class, this::onStarted)
          .onMessage(NodeGone.class, m -> onNodeGone())
          .build();
    }

    private Behavior<Command> onRound() {
      rounds.begin(partitions.get());
      return onStep();
    }

    private Behavior<Command> onStep() {
      for (PartitionId partition : rounds.step(System.nanoTime())) {
        region.tell(new ShardRegion.StartEntity(partition.toString()), answers);
      }
      if (rounds.isOver()) {
        timers.startSingleTimer(Signal.ROUND, jittered(interval));
      } else {
        timers.startSingleTimer(Signal.STEP, jittered(STEP));
      }
      return Behaviors.same();
    }

    private Behavior<Command> onStarted(Started m) {
      rounds.started(m.partition());
      return Behaviors.same();
    }

    /** Soon, but not all nodes at once, and not before the regions know. */
    private Behavior<Command> onNodeGone() {
      rounds.forgetUnanswered();
      timers.startSingleTimer(Signal.ROUND, jittered(STEP.multipliedBy(8)));
      return Behaviors.same();
    }

    private Duration jittered(Duration longest) {
      long half = longest.toMillis() / 2;
      return Duration.ofMillis(half + random.nextLong(half + 1));
    }
  }
}
