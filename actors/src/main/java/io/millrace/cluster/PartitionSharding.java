// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionActor;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.Request;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.processor.Job;
import java.util.Optional;
import java.util.UUID;
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
   * @param jobs finds what to run for a job's identity, empty if this node does not know it
   * @return where to send requests, whichever node owns their partition
   */
  public static ActorRef<PartitionCommand> start(
      ActorSystem<?> system,
      int shards,
      Function<UUID, Optional<Job>> jobs,
      PartitionActor.Services services) {
    Entity<PartitionCommand, PartitionCommand> entity =
        Entity.of(
                TYPE,
                context -> {
                  PartitionId partition = PartitionId.parse(context.getEntityId());
                  return jobs.apply(partition.job())
                      .map(job -> PartitionActor.create(partition, job, services))
                      .orElseGet(() -> unknownJob(partition));
                })
            .withMessageExtractor(new ByPartition(shards))
            .withStopMessage(HandOver.INSTANCE)
            .withEntityProps(DispatcherSelector.fromConfig("millrace.processor-dispatcher"));
    return ClusterSharding.get(system).init(entity);
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
