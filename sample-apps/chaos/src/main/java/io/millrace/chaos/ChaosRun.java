// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.chaos.ChaosSettings.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The full run: three nodes over three Cassandra nodes with replication factor 3, all faults, in
 * phases that each begin with an empty keyspace.
 */
final class ChaosRun {
  private static final Logger LOG = LoggerFactory.getLogger(ChaosRun.class);
  private static final int FAULTS_PER_PHASE = 14;
  private static final int CLOCKED = 2;
  private static final Producer.Load LOAD = new Producer.Load(20, Duration.ofMillis(400), 4_000);

  private final ChaosSettings settings;
  private final Path folder;
  private final Path jars;

  /**
   * A run.
   *
   * @param folder gets journals, logs, data
   * @param jars Cassandra's class path
   */
  ChaosRun(ChaosSettings settings, Path folder, Path jars) {
    this.settings = settings;
    this.folder = folder;
    this.jars = jars;
  }

  /** Runs all phases there is time for; writes the report after each. */
  ChaosReport run(Path reportFile) throws InterruptedException, IOException {
    String missing = settings.missing();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          missing + " (or leave groups out: -Dchaos.groups=nodes,database,answers,hostile)");
    }
    Deque<Fault> plan = new ArrayDeque<>(ChaosPlan.of(settings));
    int planned = plan.size();
    if (planned == 0) {
      throw new IllegalArgumentException(
          "chaos.skip: " + settings.skip() + " (expected: fewer than the plan has faults)");
    }
    var results = new ArrayList<PhaseResult>();
    var report = report(results, planned, planned);
    long endNs = System.nanoTime() + settings.limit().toNanos();
    try (var network = network();
        var disk =
            settings.has(Group.DISK) ? SmallDisk.mount(folder.resolve("small-disk")) : null) {
      var clocks = clocks("database");
      try (var database = database(network, clocks, disk)) {
        for (int number = 1; !plan.isEmpty() && System.nanoTime() < endNs; number++) {
          var faults = new TimedFaults(plan, FAULTS_PER_PHASE, endNs);
          results.add(phase(number, network, database, clocks, disk, faults));
          report = report(results, planned, plan.size());
          Files.writeString(reportFile, report.markdown());
        }
      }
    }
    return report;
  }

  private PhaseResult phase(
      int number,
      Network network,
      Database database,
      Map<Integer, FakeClock> databaseClocks,
      @Nullable SmallDisk disk,
      Iterable<Fault> faults)
      throws InterruptedException, IOException {
    String name = "chaos_" + number;
    LOG.atInfo().addKeyValue("phase", name).log("begins");
    var nodeClocks = clocks("node-" + number);
    long seed = settings.seed() * 1_000 + number;
    NodesConfig.createSchema(database, name);
    try (var nodes = NodesConfig.own(network, database, name, nodeClocks, folder.resolve(name))) {
      nodes.startAll();
      var bed =
          new Testbed(
              nodes, database, network, nodeClocks, databaseClocks, Optional.ofNullable(disk));
      return new Phase(bed, folder.resolve(name), name, seed, LOAD, new Random(seed)).run(faults);
    }
  }

  private Network network() {
    return settings.has(Group.SPLITS) ? Namespaces.create(NodesConfig.NODES) : new OwnLoopback();
  }

  private Map<Integer, FakeClock> clocks(String name) throws IOException {
    if (!settings.has(Group.CLOCKS)) {
      return Map.of();
    }
    Files.createDirectories(folder);
    return Map.of(CLOCKED, new FakeClock(folder.resolve("clock-" + name)));
  }

  private Database database(
      Network network, Map<Integer, FakeClock> clocks, @Nullable SmallDisk disk)
      throws IOException, InterruptedException {
    var proxyHosts =
        IntStream.range(0, CassandraRing.NODES).mapToObj(network::databaseHost).toList();
    Map<Integer, Path> commitLogs =
        disk == null ? Map.of() : Map.of(Testbed.SMALL_DISK_NODE, disk.folder());
    return CassandraRing.start(folder, jars, proxyHosts, clocks, commitLogs, settings.seed());
  }

  private ChaosReport report(List<PhaseResult> results, int planned, int left) {
    String setUp =
        "Three nodes, three Cassandra nodes, replication factor 3, seed "
            + settings.seed()
            + "; "
            + (planned - left)
            + " of "
            + planned
            + " planned faults. Command: `"
            + settings.command()
            + "`.";
    var missing =
        left == 0
            ? List.<String>of()
            : List.of(left + " faults of the plan, as the time of chaos.minutes was over");
    return new ChaosReport(results, setUp, missing);
  }
}
