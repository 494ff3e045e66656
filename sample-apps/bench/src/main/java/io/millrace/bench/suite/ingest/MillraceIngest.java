// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.BenchNode;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.JobTotals;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.PauseLog;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.node.LatestValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our side: client in this process, one node in a process of its own, the job {@code latest}, which
 * keeps the newest value of each key and all before it.
 */
public final class MillraceIngest implements Contender {
  /** Where the node keeps its data. */
  public static final String KEYSPACE = "bench_millrace";

  /** How much heap the node gets, and each peer in a process of its own. */
  static final String HEAP = "-Xmx1g";

  private final BenchDatabase database;
  private final Path folder;
  private final PauseLog pauses;
  private @Nullable BenchNode node;
  private @Nullable MillraceClient client;
  private long sent;

  /**
   * @param folder gets the node's settings and log
   */
  public MillraceIngest(BenchDatabase database, Path folder) {
    this.database = database;
    this.folder = folder;
    this.pauses = new PauseLog(folder.resolve("node-gc.log"));
  }

  @Override
  public String name() {
    return MILLRACE;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("node", "one, in a process of its own; all settings as they are by default");
    settings.put("node's JVM", HEAP + ", as much as each peer in a process of its own gets");
    settings.put("client", "one, all settings as they are by default; a session for each producer");
    settings.put(
        "linger",
        "under a fixed rate records leave after the client's 5 ms, as by default; otherwise they"
            + " leave with a full batch");
    settings.put("job", "latest: the newest value of each key, and all results before it");
    return settings;
  }

  @Override
  public String promises() {
    return "Each acknowledged record is in Cassandra, its commit log synced; it took effect exactly"
        + " once, in its partition's order, whatever crashes, and sending it again changes nothing.";
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    BenchNode running = node;
    if (running == null) {
      Files.createDirectories(folder);
      List<String> options = List.of(HEAP, pauses.option());
      running = BenchNode.start(database, KEYSPACE, Map.of(), options, folder);
      node = running;
    }
    MillraceClient connected = client;
    if (connected == null) {
      connected = MillraceClient.connect(List.of(running.gateway()), ClientSettings.defaults());
      client = connected;
    }
    JobTotals before = JobTotals.ask(connected, LatestValue.NAME);
    Measurement measured = measure(load, running, connected);
    return JobTotals.ask(connected, LatestValue.NAME).addTo(measured, before);
  }

  private Measurement measure(Load load, BenchNode running, MillraceClient connected)
      throws IOException, InterruptedException {
    try (Producers producers =
        Producers.open(connected, LatestValue.NAME, load.getInt(IngestLoads.PRODUCERS))) {
      long records = load.get(Load.RECORDS);
      // No round repeats the records of another: what is stored twice takes less place.
      long first = sent;
      sent += records;
      int pausesBefore = pauses.pausesMs().size();
      CpuClock cpu = CpuClock.ofClient(Map.of("node", running.process()), database);
      if (!load.values().containsKey(Load.RATE)) {
        return withPauses(cpu.measurement(records, producers.send(load, first)), pausesBefore);
      }
      var latencies = new Latencies();
      Measurement measured =
          withPauses(
              cpu.measurement(records, producers.send(load, first, latencies)), pausesBefore);
      if (latencies.count() < records) {
        throw new IllegalStateException(
            "receipts covered %d records (expected: %d)".formatted(latencies.count(), records));
      }
      return latencies.addTo(measured);
    }
  }

  private Measurement withPauses(Measurement measured, int before) throws IOException {
    List<Double> all = pauses.pausesMs();
    List<Double> own = all.subList(before, all.size());
    return measured
        .with("node-gc-p99-ms", PauseLog.percentile(own, 99))
        .with("node-gc-max-ms", PauseLog.percentile(own, 100));
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
      client = null;
    }
    if (node != null) {
      node.close();
      node = null;
    }
  }
}
