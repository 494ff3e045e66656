// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the peer was told, and the sizes that were chosen for it.
 *
 * @param contactPoint where the database listens, {@code host:port}
 * @param datacenter the one it is in
 * @param keyspace of its own, created
 * @param buckets entities that share all keys; 0 for an entity to each key
 * @param inFlight commands that wait for their answer, all producers together
 * @param batchMax events that one write of an entity holds at most
 */
record Settings(
    String contactPoint,
    String datacenter,
    String keyspace,
    int buckets,
    int inFlight,
    int batchMax) {
  static final int SHARDS = 100;

  private static final int BUCKETS = 64;
  private static final int IN_FLIGHT_KEYS = 256;
  private static final int IN_FLIGHT_BUCKETS = 4_096;
  private static final int BATCH_MAX = 100;

  /**
   * @param told {@code contact-point}, {@code datacenter}, {@code keyspace}, {@code
   *     entities=keys|buckets}; to try others than the chosen ones {@code buckets}, {@code
   *     in-flight}, {@code batch-max}
   */
  static Settings from(Map<String, String> told) {
    String entities = told.getOrDefault("entities", "");
    boolean shared = entities.equals("buckets");
    if (!shared && !entities.equals("keys")) {
      throw new IllegalArgumentException("entities: '" + entities + "' (expected: keys, buckets)");
    }
    return new Settings(
        must(told, "contact-point"),
        must(told, "datacenter"),
        must(told, "keyspace"),
        shared ? number(told, "buckets", BUCKETS) : 0,
        number(told, "in-flight", shared ? IN_FLIGHT_BUCKETS : IN_FLIGHT_KEYS),
        number(told, "batch-max", BATCH_MAX));
  }

  private static int number(Map<String, String> told, String name, int usual) {
    return Integer.parseInt(told.getOrDefault(name, usual + ""));
  }

  private static String must(Map<String, String> told, String name) {
    String value = told.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no argument %s (expected: beside %s)".formatted(name, told.keySet()));
    }
    return value;
  }

  /** For the actor system. */
  Config config() {
    return ConfigFactory.parseMap(
            Map.of(
                "datastax-java-driver.basic.contact-points",
                List.of(contactPoint),
                "datastax-java-driver.basic.load-balancing-policy.local-datacenter",
                datacenter,
                "pekko.persistence.cassandra.journal.keyspace",
                keyspace,
                "pekko.persistence.cassandra.journal.max-message-batch-size",
                batchMax))
        .withFallback(ConfigFactory.load());
  }

  /** For the reader of the results. */
  Map<String, String> described() {
    var all = new LinkedHashMap<String, String>();
    all.put("versions", "pekko-persistence-cassandra 1.1.0 on Pekko 1.2.1, in a JVM of its own");
    all.put(
        "JVM",
        "ForkJoinPool.common.parallelism=2: with two processors or fewer the JDK otherwise starts a"
            + " thread for each callback, which costs this plugin most of its speed");
    all.put(
        "entities",
        buckets == 0
            ? "sharded, one for each key, the usual way to use it"
            : "sharded, %d for all keys by their hash, so that many events share a write"
                .formatted(buckets));
    all.put(
        "persistAsync",
        "as documented for throughput: an entity takes commands while it writes, and what it took"
            + " meanwhile is its next write, up to max-message-batch-size = %d events"
                .formatted(batchMax));
    all.put("in flight", "%d commands at a time for all producers together".formatted(inFlight));
    all.put("events", "bytes, by Pekko's serializer for bytes, which copies nothing");
    all.put(
        "support-deletes, support-all-persistence-ids, events-by-tag",
        "off, as documented for those who do not use them: fewer reads and writes");
    all.put(
        "snapshots",
        "none: they would cost this side more, and nothing is recovered while it is measured");
    all.put(
        "passivation",
        "default-strategy, up to 100,000 entities in memory, as documented for many entities; stopped"
            + " by a message behind all it has to answer, since PoisonPill loses those answers");
    all.put(
        "tables",
        "as the plugin makes them: LZ4, SizeTieredCompactionStrategy, 500,000 events to a partition");
    all.put(
        "driver",
        "consistency QUORUM as it is by default; request timeout 20 s instead of 2 s so that a"
            + " pause of the database fails no round");
    return all;
  }
}
