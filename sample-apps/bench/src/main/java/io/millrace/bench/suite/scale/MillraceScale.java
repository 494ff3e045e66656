// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.BoundedWrites;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.JobTotals;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.PauseLog;
import io.millrace.bench.suite.ingest.IngestLoads;
import io.millrace.bench.suite.ingest.Producers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients in this process, nodes and database in processes of their own. A load that asks for other
 * numbers of nodes or partitions begins with new nodes and an empty keyspace; otherwise its records
 * follow those that are there.
 */
final class MillraceScale implements Contender {
  /** What all tables take on disk now, by all records there are. */
  static final String FILES = "files-bytes-per-record";

  /** The same once the database was stopped in order. */
  static final String ON_DISK = "bytes-on-disk-per-record";

  /** Processor time of all nodes. */
  static final String NODE_CPU = "node-cpu-s-per-million";

  private static final String NODE = "node-";
  private static final double MIB = 1 << 20;
  private static final double PERCENT = 99;

  private final BenchDatabase database;
  private final String heap;
  private final boolean settles;
  private final Path folder;
  private @Nullable ScaleCluster cluster;
  private String setUp = "";
  private int started;
  private long sent;
  private long filledKeys;

  /**
   * @param heap option of each node's JVM
   * @param settles whether a cluster is waited for until it moves no partition any more
   * @param folder gets logs and state of the nodes
   */
  MillraceScale(BenchDatabase database, String heap, boolean settles, Path folder) {
    this.database = database;
    this.heap = heap;
    this.settles = settles;
    this.folder = folder;
  }

  @Override
  public String name() {
    return MILLRACE;
  }

  @Override
  public Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    settings.put("nodes", "each in a process of its own; other settings as they are by default");
    settings.put(
        "failure-detector-pause",
        ScaleNode.FAILURE_DETECTOR_PAUSE
            + " (default 4 s): processes that share few cores starve for seconds and are not dead");
    settings.put("node's JVM", heap + ", so that states of many keys have room");
    settings.put("clients", "one for each node, all in one process, sessions shared out in turns");
    settings.put("job", ScaleJob.NAME + ": each record is a result, each key counts its records");
    return settings;
  }

  @Override
  public String promises() {
    return "Each acknowledged record is in Cassandra, its commit log synced; it took effect exactly"
        + " once, in its partition's order, whatever crashes.";
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    ScaleCluster now = cluster(load);
    long fill = load.getOr(ScaleLoads.FILL, 0);
    if (fill > 0 && filledKeys != load.get(Load.KEYS)) {
      send(now, load.with(Load.RECORDS, fill));
      filledKeys = load.get(Load.KEYS);
    }
    JobTotals before = now.totals();
    int pausesBefore = now.pausesMs().size();
    long records = load.get(Load.RECORDS);
    CpuClock cpu = CpuClock.start(now.processes());
    double seconds = send(now, load);
    Measurement measured = nodesAsOne(cpu.measurement(records, seconds));
    JobTotals after = now.totals();
    List<Double> all = now.pausesMs();
    List<Double> pauses = all.subList(pausesBefore, all.size());
    return after
        .addTo(withFiles(measured, after), before)
        .with("keys-with-state", (double) after.keys())
        .with("node-peak-mib", now.peakResidentBytes() / MIB)
        .with("gc-pause-p99-ms", PauseLog.percentile(pauses, PERCENT))
        .with("gc-pause-max-ms", PauseLog.percentile(pauses, 100))
        .with("start-seconds", now.startSeconds());
  }

  private double send(ScaleCluster to, Load load) throws InterruptedException {
    try (Producers producers =
        Producers.open(to.clients(), ScaleJob.NAME, load.getInt(IngestLoads.PRODUCERS))) {
      // No round repeats the records of another: what is stored twice takes less place.
      long first = sent;
      sent += load.get(Load.RECORDS);
      return producers.send(load, first);
    }
  }

  private static Measurement nodesAsOne(Measurement measured) {
    double nodes = 0;
    boolean several = false;
    for (Map.Entry<String, Double> figure : measured.figures().entrySet()) {
      if (figure.getKey().matches(NODE + "\\d+-.*")) {
        nodes += figure.getValue();
        several = true;
      }
    }
    return several ? measured.with(NODE_CPU, nodes) : measured;
  }

  /** What is still in the database's memory is not in it. */
  private Measurement withFiles(Measurement measured, JobTotals totals) {
    try (CqlSession session = BoundedWrites.connect(database)) {
      double mebibytes = 0;
      for (Row row : session.execute("SELECT * FROM system_views.disk_usage")) {
        if (setUp.equals(row.getString("keyspace_name"))) {
          mebibytes += row.getLong("mebibytes");
        }
      }
      return measured.with(FILES, mebibytes * MIB / Math.max(1, totals.records()));
    }
  }

  private ScaleCluster cluster(Load load) throws IOException, InterruptedException {
    int nodes = load.getInt(ScaleLoads.NODES);
    int partitions = load.getInt(ScaleLoads.PARTITIONS);
    String suffix = "_n" + nodes + "_p" + partitions;
    ScaleCluster now = cluster;
    if (now == null || !setUp.endsWith(suffix)) {
      close();
      started++;
      setUp = "bench_scale_" + started + suffix;
      now = ScaleCluster.start(database, setUp, nodes, partitions, heap, folder.resolve(setUp));
      cluster = now;
      filledKeys = 0;
      if (settles) {
        now.awaitQuiet();
      }
    }
    return now;
  }

  /** What its records lie in, for {@link BenchDatabase#bytesOnDisk}; empty before the first. */
  String keyspace() {
    return setUp;
  }

  /** Records that were sent so far. */
  long sent() {
    return sent;
  }

  @Override
  public void close() {
    ScaleCluster last = cluster;
    cluster = null;
    if (last != null) {
      last.close();
    }
  }
}
