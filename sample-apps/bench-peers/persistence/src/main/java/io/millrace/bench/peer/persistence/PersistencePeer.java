// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.persistence;

import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.ingest.IngestLoad;
import io.millrace.bench.peer.ingest.IngestRound;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.sharding.ClusterSharding;
import org.apache.pekko.cluster.sharding.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.pattern.Patterns;

/** A cluster of one node with its entities. Used by one thread. */
final class PersistencePeer implements Peer {
  private static final int SILENT_SECONDS_MAX = 60;
  private static final Duration START_MAX = Duration.ofMinutes(2);

  private final Settings settings;
  private final ActorSystem system;
  private final ActorRef region;
  private long sent;

  private PersistencePeer(Settings settings, ActorSystem system, ActorRef region) {
    this.settings = settings;
    this.system = system;
    this.region = region;
  }

  /** Starts it and waits until an entity has come up, and with it sharding and the journal. */
  static PersistencePeer start(Settings settings) throws Exception {
    ActorSystem system = ActorSystem.create("bench", settings.config());
    Cluster cluster = Cluster.get(system);
    cluster.join(cluster.selfAddress());
    ClusterShardingSettings sharding = ClusterShardingSettings.create(system);
    ActorRef region =
        ClusterSharding.get(system)
            .start(
                "records",
                RecordEntity.props(),
                sharding,
                new ByEntity(),
                ClusterSharding.get(system).defaultShardAllocationStrategy(sharding),
                new RecordEntity.Stop());
    Patterns.ask(region, new RecordEntity.Wake("first"), START_MAX)
        .toCompletableFuture()
        .get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    return new PersistencePeer(settings, system, region);
  }

  @Override
  public Map<String, String> settings() {
    return settings.described();
  }

  @Override
  public Map<String, Double> round(Map<String, String> told) throws InterruptedException {
    IngestLoad load = IngestLoad.from(told);
    var round = new IngestRound(load, sent);
    // Those of a round that fails count too: whichever were persisted stay.
    sent += load.records();
    var free = new Semaphore(settings.inFlight());
    ActorRef answers = system.actorOf(Answers.props(round, free));
    try {
      return round.run(
          new EntitySink(region, answers, free, settings.buckets()),
          SILENT_SECONDS_MAX,
          TimeUnit.SECONDS);
    } finally {
      system.stop(answers);
    }
  }

  @Override
  public void close() {
    system.terminate();
    system
        .getWhenTerminated()
        .toCompletableFuture()
        .orTimeout(START_MAX.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  private static final class ByEntity extends ShardRegion.HashCodeMessageExtractor {
    private ByEntity() {
      super(Settings.SHARDS);
    }

    @Override
    public String entityId(Object message) {
      if (message instanceof RecordEntity.Put put) {
        return put.entity();
      }
      return message instanceof RecordEntity.Wake wake ? wake.entity() : "";
    }
  }
}
