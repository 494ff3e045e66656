// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.bench.owned.LogBuilder;
import io.millrace.bench.owned.Records;
import io.millrace.bench.owned.RecoveryTimes;
import io.millrace.bench.owned.Workbench;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionSettings;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.store.Stores;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A new owner claims a partition, takes back its newest snapshot and replays the blocks behind it;
 * or the whole log, as if there were no snapshot. Without actors and without a cluster, in this
 * process: what a crash costs before that, docs/cluster.md says.
 */
final class MillraceRecovery implements Contender {
  /** Name of the contender. */
  static final String NAME = "millrace-recovery";

  /** From the claim's beginning until the partition could serve. */
  static final String RECOVERY_MS = "recovery-ms";

  private static final int KEYS = 10_000;
  private static final int BLOCK_RECORDS = 10;
  private static final int VALUE_BYTES = 100;
  private static final double MS = 1e6;

  /** The newest value is the key's state, and its result. */
  private static final Processor NEWEST =
      (record, context) -> Effect.builder().setState(record.value()).emit(record.value()).build();

  private final Stores stores;
  private final Map<String, ProcessHandle> processes;
  private final Consumer<String> progress;
  private final Workbench bench;
  private final Map<Long, PartitionId> logs = new HashMap<>();

  /**
   * @param stores hold the logs; closed with this
   * @param processes that work for it
   * @param snapshotBlocks blocks from snapshot to snapshot
   * @param progress hears how far the building of a log has come
   */
  MillraceRecovery(
      Stores stores,
      Map<String, ProcessHandle> processes,
      int snapshotBlocks,
      Consumer<String> progress) {
    this.stores = stores;
    this.processes = processes;
    this.progress = progress;
    Config config =
        ConfigFactory.parseMap(
                Map.of(
                    "millrace.partition.snapshot-blocks",
                    snapshotBlocks,
                    "millrace.partition.block-records",
                    BLOCK_RECORDS,
                    "millrace.partition.in-flight-blocks-max",
                    64,
                    "millrace.partition.uncommitted-bytes-max",
                    "256 MiB"))
            .withFallback(ConfigFactory.defaultOverrides())
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    this.bench = new Workbench(stores.blocks(), stores, PartitionSettings.from(config), NEWEST);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("log", BLOCK_RECORDS + " records of " + VALUE_BYTES + " bytes to a block");
    settings.put("snapshot-blocks", bench.settings().snapshotBlocks() + ", as by default");
    settings.put("keys", KEYS + ", each with a state");
    settings.put("in-flight-blocks-max", "64, so that a log is built in time; not in recoveries");
    return settings;
  }

  @Override
  public String promises() {
    return "Every committed block is read, checked by checksum and by the chain of hashes, and took"
        + " effect once.";
  }

  @Override
  public Measurement round(Load load) throws InterruptedException {
    long blocks = load.get(ScaleLoads.BLOCKS);
    PartitionId partition = logs.get(blocks);
    if (partition == null) {
      partition = new PartitionId(UUID.randomUUID(), 0);
      new LogBuilder(partition, bench, new Records(KEYS, VALUE_BYTES), BLOCK_RECORDS, progress)
          .build(blocks);
      logs.put(blocks, partition);
    }
    boolean wholeLog = load.get(ScaleLoads.WHOLE_LOG) == 1;
    CpuClock cpu = CpuClock.start(processes);
    RecoveryTimes.Took took = RecoveryTimes.measure(partition, bench, wholeLog);
    long records = Math.max(1, took.replayed() * BLOCK_RECORDS);
    return cpu.measurement(records, took.all() / 1e9)
        .with(RECOVERY_MS, took.all() / MS)
        .with("claim-ms", took.claim() / MS)
        .with("snapshot-ms", took.snapshot() / MS)
        .with("replay-ms", took.replay() / MS)
        .with("replayed-blocks", (double) took.replayed())
        .with("keys-with-state", (double) took.figures().keys());
  }

  @Override
  public void close() {
    bench.close();
    stores.close();
  }
}
