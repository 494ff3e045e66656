// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.PartitionId;
import io.millrace.partition.Carrier;
import io.millrace.partition.Outbound;
import io.millrace.partition.PartitionActor;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.Request;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.StageRun;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Starts cluster sharding for partitions: one entity per partition of every job. */
public final class PartitionSharding {
  /**
   * Also the end of the region's path, which {@code reference.conf} names as a large destination.
   */
  private static final String TYPE_NAME = "millrace-partition";

  private static final EntityTypeKey<PartitionCommand> TYPE =
      EntityTypeKey.create(PartitionCommand.class, TYPE_NAME);
  private static final int UNKNOWN_JOB_RETRY_MS = 1_000;

  private PartitionSharding() {}

  /**
   * Starts the region of this node.
   *
   * @param runs finds what a partition runs, empty if this node does not know its job
   * @param carriers makes what carries records from one stage's partition to the next's
   * @return where to send requests, whichever node owns their partition
   */
  public static ActorRef<PartitionCommand> start(
      ActorSystem<?> system,
      int shards,
      Function<PartitionId, Optional<StageRun>> runs,
      Carrier.Maker carriers,
      PartitionActor.Services services) {
    // A partition may start before this method knows the region.
    var region = new CompletableFuture<ActorRef<PartitionCommand>>();
    CompletionStage<ActorRef<PartitionCommand>> started = region;
    var outbound = new Outbound(carriers, request -> started.thenAccept(ref -> ref.tell(request)));
    Entity<PartitionCommand, PartitionCommand> entity =
        Entity.of(
                TYPE,
                context -> {
                  PartitionId partition = PartitionId.parse(context.getEntityId());
                  return runs.apply(partition)
                      .map(run -> PartitionActor.create(partition, run, outbound, services))
                      .orElseGet(() -> unknownJob(partition));
                })
            .withMessageExtractor(new ByPartition(shards))
            .withStopMessage(HandOver.INSTANCE)
            .withEntityProps(DispatcherSelector.fromConfig("millrace.processor-dispatcher"));
    region.complete(ClusterSharding.get(system).init(entity));
    return region.join();
  }

  private static Behavior<PartitionCommand> unknownJob(PartitionId partition) {
    return Behaviors.receive(PartitionCommand.class)
        .onMessage(
            Request.class,
            request -> {
              String reason = "this node does not know job " + partition.job();
              request
                  .replyTo()
                  .tell(
                      new NotTaken(partition, NotTaken.ANY_ATTEMPT, reason, UNKNOWN_JOB_RETRY_MS));
              return Behaviors.stopped();
            })
        .onMessage(HandOver.class, m -> Behaviors.stopped())
        .build();
  }

  /** Routes by the partition that a request names; there is no envelope. */
  private static final class ByPartition
      extends ShardingMessageExtractor<PartitionCommand, PartitionCommand> {
    private final int shards;

    private ByPartition(int shards) {
      this.shards = shards;
    }

    @Override
    public String entityId(PartitionCommand message) {
      if (message instanceof Request request) {
        return request.partition().toString();
      }
      throw new IllegalArgumentException("message: " + message + " (expected: a Request)");
    }

    @Override
    public String shardId(String entityId) {
      return Integer.toString(Math.floorMod(entityId.hashCode(), shards));
    }

    @Override
    public PartitionCommand unwrapMessage(PartitionCommand message) {
      return message;
    }
  }
}
