// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.ingest.IngestLoads;
import java.util.ArrayList;
import java.util.List;

/** What the suite asks, part by part. */
final class ScaleLoads {
  /** Partitions of the job. */
  static final String PARTITIONS = "partitions";

  /** Node processes. */
  static final String NODES = "nodes";

  /** Records that come before the first round and do not count: they give keys their state. */
  static final String FILL = "fill-records";

  /** Blocks of a log. */
  static final String BLOCKS = "blocks";

  /** 1 if a recovery replays the whole log as if there were no snapshot, otherwise 0. */
  static final String WHOLE_LOG = "whole-log";

  /** {@link Load#KIND} of recoveries. */
  private static final int RECOVERIES = 1;

  /** And of what the model says. */
  private static final int FORECASTS = 2;

  /** Slices that all steps of growth but the first have: each step is ten times the one before. */
  static final int SLICES = 9;

  /** How often the total grows tenfold. */
  private static final int STEPS = 2;

  private static final int GROWTH = 10;

  /** Length of each value. */
  static final int VALUE_BYTES = 200;

  private static final int KEYS = 10_000;
  private static final int PRODUCERS = 4;
  private static final int USUAL_PARTITIONS = 16;
  private static final int CLUSTER_PARTITIONS = 48;
  private static final int ROUND_RECORDS = 1_000_000;
  private static final List<Integer> KEY_COUNTS = List.of(1_000, 100_000, 10_000_000);
  private static final List<Integer> PARTITION_COUNTS = List.of(16, 64, 256, 1_024, 4_096);
  private static final List<Integer> NODE_COUNTS = List.of(1, 2, 3);
  private static final List<Integer> BLOCK_COUNTS = List.of(1_000, 10_000, 100_000);
  private static final List<Integer> MODEL_NODES = List.of(1, 3, 10, 30, 100);
  private static final int SMOKE_RECORDS = 4_000;
  private static final int SMOKE_BLOCKS = 30;

  private ScaleLoads() {}

  /**
   * Steps of growth: after the last one the job holds so many records, after the one before a tenth
   * of them. A load's {@code records} are those of one slice.
   *
   * @param largest total of the last step
   */
  static List<Load> data(long largest) {
    var steps = new ArrayList<Load>();
    long total = largest;
    for (int i = 0; i < STEPS; i++) {
      total /= GROWTH;
    }
    long before = 0;
    for (int i = 0; i <= STEPS; i++) {
      long slice = Math.max(1, (total - before) / slices(i == 0));
      steps.add(usual("total-records=" + total).with(Load.RECORDS, slice));
      before = total;
      total *= GROWTH;
    }
    return steps;
  }

  /** How many slices a step of growth has. */
  static int slices(boolean isFirst) {
    return isFirst ? SLICES + 1 : SLICES;
  }

  /** Keys with state. */
  static List<Load> keys() {
    return KEY_COUNTS.stream()
        .map(keys -> usual("keys=" + keys).with(Load.KEYS, keys).with(FILL, keys))
        .toList();
  }

  /** The same records over more partitions. */
  static List<Load> partitions() {
    return PARTITION_COUNTS.stream()
        .map(count -> usual("partitions=" + count).with(PARTITIONS, count))
        .toList();
  }

  /** The same records over more nodes. */
  static List<Load> nodes() {
    return NODE_COUNTS.stream()
        .map(
            count ->
                usual("nodes=" + count).with(PARTITIONS, CLUSTER_PARTITIONS).with(NODES, count))
        .toList();
  }

  /** Recoveries of longer and longer logs. */
  static List<Load> recovery() {
    var loads = new ArrayList<Load>();
    for (int blocks : BLOCK_COUNTS) {
      loads.add(recovery(blocks, false));
      loads.add(recovery(blocks, true));
    }
    return loads;
  }

  /** What the model is asked for. */
  static List<Load> model() {
    return MODEL_NODES.stream()
        .map(
            nodes ->
                Load.named("model nodes=" + nodes)
                    .with(NODES, nodes)
                    .with(Load.CALCULATED, 1)
                    .with(Load.KIND, FORECASTS))
        .toList();
  }

  /** The smallest growth and the fewest keys, on one node: a cluster takes seconds to form. */
  static List<Load> smoke() {
    return List.of(small("total-records"), small("keys").with(FILL, 100));
  }

  /** The fewest nodes. */
  static List<Load> smokeModel() {
    return model().subList(0, 2);
  }

  /** The smallest recoveries. */
  static List<Load> smokeRecovery() {
    return List.of(recovery(SMOKE_BLOCKS, false), recovery(SMOKE_BLOCKS, true));
  }

  private static Load small(String what) {
    return usual(what + ", small")
        .with(Load.RECORDS, SMOKE_RECORDS)
        .with(Load.KEYS, 100)
        .with(PARTITIONS, 4);
  }

  private static Load usual(String name) {
    return Load.named(name)
        .with(Load.RECORDS, ROUND_RECORDS)
        .with(Load.VALUE_BYTES, VALUE_BYTES)
        .with(Load.KEYS, KEYS)
        .with(IngestLoads.PRODUCERS, PRODUCERS)
        .with(PARTITIONS, USUAL_PARTITIONS)
        .with(NODES, 1);
  }

  private static Load recovery(int blocks, boolean wholeLog) {
    return Load.named("recovery blocks=" + blocks + (wholeLog ? ", without snapshot" : ""))
        .with(BLOCKS, blocks)
        .with(WHOLE_LOG, wholeLog ? 1 : 0)
        .with(Load.KIND, RECOVERIES);
  }
}
