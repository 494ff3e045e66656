// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.cluster.LocalPartitions.Running;
import io.millrace.model.PartitionId;
import io.millrace.partition.Carrier;
import io.millrace.partition.Outbound;
import io.millrace.partition.PartitionActor;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.Request;
import io.millrace.routing.JobDirectory;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Cluster sharding of partitions on this node: one entity per partition of every job. */
public final class PartitionSharding {
  /**
   * Also the end of the region's path, which {@code reference.conf} names as a large destination.
   */
  private static final String TYPE_NAME = "millrace-partition";

  private static final EntityTypeKey<PartitionCommand> TYPE =
      EntityTypeKey.create(PartitionCommand.class, TYPE_NAME);

  private final ActorRef<PartitionCommand> region;
  private final ActorRef<LocalPartitions.Command> local;

  private PartitionSharding(
      ActorRef<PartitionCommand> region, ActorRef<LocalPartitions.Command> local) {
    this.region = region;
    this.local = local;
  }

  /**
   * Starts the region of this node.
   *
   * @param shards how many there are to a job, 1 up
   * @param jobs says what may run on this node
   * @param carriers makes what carries records from one stage's partition to the next's
   */
  public static PartitionSharding start(
      ActorSystem<?> system,
      int shards,
      JobDirectory jobs,
      Carrier.Maker carriers,
      PartitionActor.Services services) {
    ActorRef<LocalPartitions.Command> local =
        system.systemActorOf(
            LocalPartitions.create(job -> jobs.runnable(job).isPresent()),
            "local-partitions-" + UUID.randomUUID(),
            Props.empty());
    // A partition may start before this method knows the region.
    var region = new CompletableFuture<ActorRef<PartitionCommand>>();
    var outbound = new Outbound(carriers, request -> send(region, request));
    Entity<PartitionCommand, PartitionCommand> entity =
        Entity.of(
                TYPE,
                context -> {
                  PartitionId partition = PartitionId.parse(context.getEntityId());
                  return PartitionGate.create(
                      partition,
                      jobs::admit,
                      outbound,
                      services,
                      self -> local.tell(new Running(self, context.getShard(), partition.job())));
                })
            .withMessageExtractor(new ByPartition(shards))
            .withAllocationStrategy(new JobShardAllocation(system, jobs))
            .withStopMessage(HandOver.INSTANCE)
            .withEntityProps(DispatcherSelector.fromConfig("millrace.processor-dispatcher"));
    region.complete(ClusterSharding.get(system).init(entity));
    return new PartitionSharding(region.join(), local);
  }

  private static void send(CompletableFuture<ActorRef<PartitionCommand>> region, Request request) {
    CompletableFuture<Void> unused = region.thenAccept(ref -> ref.tell(request));
  }

  /** Where to send requests, whichever node owns their partition. */
  public ActorRef<PartitionCommand> region() {
    return region;
  }

  /** Ends the partitions here whose job this node may not run any more; does not wait. */
  public void endForeign() {
    local.tell(LocalPartitions.Check.NOW);
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
      return ShardNames.of(PartitionId.parse(entityId), shards);
    }

    @Override
    public PartitionCommand unwrapMessage(PartitionCommand message) {
      return message;
    }
  }
}
