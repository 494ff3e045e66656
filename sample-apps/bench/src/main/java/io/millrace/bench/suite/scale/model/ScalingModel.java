// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import io.millrace.cluster.ShardPlacement;
import io.millrace.model.PartitionMap;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * From one machine to many, by the assumptions of docs/scaling.md. Deterministic: placement and
 * ring are simulated with fixed seeds. Thread-safe.
 */
public final class ScalingModel {
  private static final double MILLION = 1e6;
  private static final double SECONDS_PER_DAY = 86_400;
  private static final long SEED = 1;

  /** So many buckets of blocks to each partition are spread over the ring. */
  private static final int BUCKETS = 20;

  /** As {@code pekko.cluster.sharding.rebalance-interval}. */
  private static final double REBALANCE_SECONDS = 2;

  /** Jobs whose placements are looked at; the one in their middle counts. */
  private static final int JOBS = 9;

  private final Measured measured;
  private final Assumed assumed;

  public ScalingModel(Measured measured, Assumed assumed) {
    this.measured = measured;
    this.assumed = assumed;
  }

  /** What it says of so many nodes of Millrace, 1 up. */
  public Forecast at(int nodes) {
    int partitions = Math.min(PartitionMap.PARTITIONS_MAX, nodes * assumed.partitionsPerNode());
    int shards = nodes * assumed.shardsPerNode();
    Placement placement = usual(nodes, partitions, shards);
    double imbalance = placement.imbalance();
    int failed = placement.partitionsOn(placement.fullest());
    double crossing = (nodes - 1.0) / nodes;
    double nodeCpu = measured.nodeCpu() + measured.remoteCpu() * crossing;
    double records =
        nodes * assumed.nodeCores() * assumed.utilisation() / nodeCpu * MILLION / imbalance;
    double databaseCpu = measured.databaseCpu() * assumed.replicas();
    int databaseNodes = databaseNodes(records / MILLION * databaseCpu, partitions);
    double commits = records / measured.recordsPerBlock();
    double stored = records * measured.storedBytes() * assumed.replicas();
    return new Forecast(
        nodes,
        partitions,
        imbalance,
        records,
        measured.clientCpu() + nodeCpu + databaseCpu,
        databaseNodes,
        commits,
        commits * assumed.replicas() / databaseNodes * ring(databaseNodes, partitions),
        records / nodes * measured.recordBytes() * (1 + crossing),
        records / nodes * (measured.recordBytes() * crossing + measured.storedBytes()),
        stored * assumed.writes() / databaseNodes,
        stored * SECONDS_PER_DAY,
        failed,
        nodes == 1
            ? OptionalDouble.empty()
            : OptionalDouble.of(
                assumed.detectionSeconds()
                    + recoverySeconds(nodes, partitions, failed, measured.recoveryMs() / 1e3)),
        joinSeconds(nodes, placement.shards()));
  }

  /** A job's identity decides which partitions share a shard: some jobs are luckier than others. */
  private static Placement usual(int nodes, int partitions, int shards) {
    List<Placement> sorted =
        LongStream.rangeClosed(1, JOBS)
            .mapToObj(job -> Placement.of(nodes, partitions, shards, new UUID(job, job)))
            .sorted(Comparator.comparingDouble(Placement::imbalance))
            .toList();
    return sorted.get(JOBS / 2);
  }

  /** As many as have the cores, the most loaded one too, and at least one for each replica. */
  private int databaseNodes(double cores, int partitions) {
    double each = assumed.databaseCores() * assumed.utilisation();
    int nodes = Math.max(assumed.replicas(), (int) Math.ceil(cores / each));
    while (cores / nodes * ring(nodes, partitions * BUCKETS) > each) {
      nodes++;
    }
    return nodes;
  }

  private double ring(int nodes, int rows) {
    return new TokenRing(nodes, assumed.tokens(), assumed.replicas(), SEED).imbalance(rows, SEED);
  }

  /**
   * Partitions of the fullest node by their mean, if every partition fell onto a node by chance:
   * the mean and the deviation that the largest of so many has.
   */
  public static double chanceImbalance(int nodes, int partitions) {
    double mean = (double) partitions / nodes;
    return nodes == 1 ? 1 : 1 + Math.sqrt(2 * Math.log(nodes) / mean);
  }

  /**
   * From when a failed node's shards are let go until its last partition serves: until the last of
   * them is told to start, by the first of the other nodes that comes to it in its own order, and
   * then the turns that its new node takes.
   *
   * @param failed partitions of that node
   * @param recoverySeconds of one
   */
  public static double recoverySeconds(
      int nodes, int partitions, int failed, double recoverySeconds) {
    int others = nodes - 1;
    double round = partitions * Failure.STEP_SECONDS / Failure.STEP_PARTITIONS;
    double told = round * (1 - Math.pow(Math.max(1, failed), -1.0 / others));
    double turns = Math.ceil((double) failed / others / Failure.RECOVERIES_AT_ONCE);
    // While the telling goes on, recoveries do: only what is longer counts, and the last one's own.
    return Math.max(told, (turns - 1) * recoverySeconds) + recoverySeconds;
  }

  /** Until a node that joins so many has its share of the shards: a few in each look. */
  public static double joinSeconds(int nodes, int shards) {
    double share = Math.floor((double) shards / (nodes + 1));
    return Math.ceil(share / ShardPlacement.LEVEL_MAX) * REBALANCE_SECONDS;
  }
}
