// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chaos.TcpProxy.Behaviour;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The harness's small version: three nodes over one real Cassandra, a handful of faults. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class ChaosSmokeIT {
  private static final long SEED = 3;
  private static final String KEYSPACE = "chaos_smoke";
  private static final Producer.Load LOAD = new Producer.Load(20, Duration.ofMillis(400), 800);

  private static EmbeddedCassandraSettings cassandra(Path folder) {
    Path jars = Path.of(System.getProperty("millrace.embedded-cassandra.jars"));
    return EmbeddedCassandraSettings.of(folder.resolve("cassandra"), jars)
        .withQuickStart()
        .withHeapMb(768)
        .withCache(jars.resolveSibling("cassandra-cache"));
  }

  @Test
  void givenLoad_whenNodesAndDatabaseFail_thenNothingAcknowledgedIsLostOrDoneTwice()
      throws InterruptedException, IOException {
    Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "smoke");
    List<Fault> faults =
        List.of(
            new KillNodes(KillNodes.Choice.OWNER, Duration.ZERO),
            new DatabaseFaults.Freeze(Duration.ofSeconds(5)),
            FreezeNode.zombie(Duration.ofSeconds(9)),
            new DisturbDatabase(
                "answers of the database lost",
                Behaviour.losingAnswers(0.1),
                true,
                Duration.ofSeconds(4)),
            new KillNodes(KillNodes.Choice.ALL, Duration.ZERO));

    ChaosReport report;
    try (var database = EmbeddedDatabase.start(cassandra(folder), SEED);
        var network = new LoopbackNetwork();
        var nodes = NodesConfig.loopback(network, database, KEYSPACE, folder.resolve("nodes"))) {
      NodesConfig.createSchema(database, KEYSPACE);
      nodes.startAll();
      var bed = new Testbed(nodes, database, network, Map.of(), Map.of(), Optional.empty());
      var phase =
          new Phase(bed, folder.resolve("journals"), KEYSPACE, SEED, LOAD, new Random(SEED));
      report = new ChaosReport(List.of(phase.run(faults)), "Smoke, seed " + SEED + ".", List.of());
    }

    Files.writeString(Path.of("target", "chaos-smoke.md"), report.markdown());
    assertThat(report.verdict().isClean()).as(report.markdown()).isTrue();
  }
}
