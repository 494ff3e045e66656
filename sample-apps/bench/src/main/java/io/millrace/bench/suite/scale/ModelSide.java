// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Figures;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.scale.model.Assumed;
import io.millrace.bench.suite.scale.model.Forecast;
import io.millrace.bench.suite.scale.model.Measured;
import io.millrace.bench.suite.scale.model.ScalingModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** The model of docs/scaling.md in the place of a cluster that is not at hand. */
final class ModelSide implements Contender {
  private static final double MB = 1e6;
  private static final double TB = 1e12;

  private final Measured measured;
  private final Assumed assumed;

  ModelSide(Measured measured, Assumed assumed) {
    this.measured = measured;
    this.assumed = assumed;
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put(
        "measured",
        "CPU s per million: client %s, node %s, records that change nodes %s, database %s; bytes: record %s, stored %s; records per block %s; recovery of a partition %s ms"
            .formatted(
                Figures.text(measured.clientCpu()),
                Figures.text(measured.nodeCpu()),
                Figures.text(measured.remoteCpu()),
                Figures.text(measured.databaseCpu()),
                Figures.text(measured.recordBytes()),
                Figures.text(measured.storedBytes()),
                Figures.text(measured.recordsPerBlock()),
                Figures.text(measured.recoveryMs())));
    settings.put(
        "assumed",
        "cores: node %d, database node %d, used to %s; replicas %d, tokens %d; to a node %d partitions, %d shards; a stored byte is written %s times; a crash is known after %s s"
            .formatted(
                assumed.nodeCores(),
                assumed.databaseCores(),
                Figures.percent(assumed.utilisation()),
                assumed.replicas(),
                assumed.tokens(),
                assumed.partitionsPerNode(),
                assumed.shardsPerNode(),
                Figures.text(assumed.writes()),
                Figures.text(assumed.detectionSeconds())));
    return settings;
  }

  @Override
  public String promises() {
    return "Nothing: it was reckoned from what one machine measured, not run.";
  }

  @Override
  public Measurement round(Load load) {
    Forecast forecast = new ScalingModel(measured, assumed).at(load.getInt(ScaleLoads.NODES));
    long records = Math.max(1, Math.round(forecast.recordsPerSecond()));
    Measurement second =
        Measurement.of(records, 1, records / 1e6 * forecast.cpuSecondsPerMillion())
            .with("partitions", forecast.partitions())
            .with("fullest-node-to-mean", forecast.imbalance())
            .with("database-nodes", forecast.databaseNodes())
            .with("commits-per-s", forecast.commitsPerSecond())
            .with("commits-per-s-database-node", forecast.commitsPerDatabaseNode())
            .with("node-in-mb-per-s", forecast.nodeInBytesPerSecond() / MB)
            .with("node-out-mb-per-s", forecast.nodeOutBytesPerSecond() / MB)
            .with("database-node-disk-mb-per-s", forecast.diskBytesPerSecond() / MB)
            .with("stored-tb-per-day", forecast.storedBytesPerDay() / TB)
            .with("failed-node-partitions", forecast.failedPartitions())
            .with("join-s", forecast.joinSeconds());
    return forecast.recoverySeconds().isPresent()
        ? second.with("recovery-s", forecast.recoverySeconds().getAsDouble())
        : second;
  }

  @Override
  public void close() {
    // It holds nothing.
  }
}
