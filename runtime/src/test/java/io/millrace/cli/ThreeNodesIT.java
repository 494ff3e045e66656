// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.grpc.StatusRuntimeException;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.node.NodeStores;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.GetRequest;
import io.millrace.v1.Partition;
import io.millrace.v1.ProducerMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes, each a JVM of its own, over one real Cassandra. */
@Timeout(180)
class ThreeNodesIT {
  private static final int NODES = 3;
  private static final int FIRST_ROUND = 1_500;
  private static final int SECOND_ROUND = 4_000;
  private static final String JOB = LocalNodes.JOB;
  private static final Duration LONG = Duration.ofSeconds(90);

  /** Notices a dead node within seconds; production takes its time, see the design notes. */
  private static final String QUICK_FAILOVER =
      """
      pekko.cluster {
        seed-node-timeout = 1 s
        retry-unsuccessful-join-after = 1 s
        failure-detector { acceptable-heartbeat-pause = 3 s, heartbeat-interval = 500 ms }
        split-brain-resolver.stable-after = 3 s
      }
      millrace {
        cassandra.keyspace = three_nodes_it
        node { store = cassandra, gateway.port = 0 }
        ingest.answer-timeout = 2 s
      }
      """;

  private static final Path LOGGING = Path.of("../config/logback.xml").toAbsolutePath();
  private static final ProducerListener DEAF = new ProducerListener() {};

  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<String> gateways = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "three-nodes-it").toAbsolutePath());
    List<Integer> ports = FreePorts.find(NODES);
    var seeds = List.of("127.0.0.1:" + ports.get(0), "127.0.0.1:" + ports.get(1));
    String settings =
        ConfigFactory.parseString(QUICK_FAILOVER)
            .withFallback(
                ConfigFactory.parseMap(NodeStores.contact(SharedCassandra.get().contactPoint())))
            .withFallback(ConfigFactory.parseMap(Map.of("millrace.node.cluster.seed-nodes", seeds)))
            .root()
            .render();
    Path config = Files.writeString(folder.resolve("nodes.conf"), settings);
    for (int n = 0; n < NODES; n++) {
      var options =
          List.of(
              "-Dmillrace.node.cluster.port=" + ports.get(n),
              "-Dlogback.configurationFile=" + LOGGING,
              "-Dmillrace.log=INFO");
      nodes.add(NodeProcess.start(config, options, folder.resolve("node-" + n + ".log")));
    }
    for (NodeProcess node : nodes) {
      gateways.add(node.awaitReady().replaceFirst("READY gateway=(\\S+) .*", "$1"));
    }
  }

  @AfterEach
  void stop() {
    nodes.parallelStream().forEach(NodeProcess::close);
  }

  private static MillraceClient connect(String... addresses) {
    return MillraceClient.connect(
        List.of(addresses),
        ClientSettings.defaults()
            .withBatches(100, 128 << 10)
            .withUnacked(300, 1 << 20)
            .withTimeouts(Duration.ofSeconds(30), LONG)
            .withReconnect(LONG, LONG, Duration.ofMillis(50), Duration.ofSeconds(1)));
  }

  private static ProducerSession open(MillraceClient client, String producer) {
    return client.openProducer(JOB, producer, ProducerMode.PRODUCER_MODE_FRESH, DEAF);
  }

  private static void submit(ProducerSession session, String prefix, int records) {
    for (int i = 0; i < records; i++) {
      session.submit(bytes(prefix + "-" + i), bytes("value " + i));
    }
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /** How often each key occurs among all results, as the node at this gateway reads them. */
  private static Map<String, Integer> scan(String gateway) {
    try (MillraceClient client = connect(gateway)) {
      return KeyCounts.scan(client);
    }
  }

  private static void expect(Map<String, Integer> counts, String prefix, int records) {
    for (int i = 0; i < records; i++) {
      counts.put(prefix + "-" + i, 1);
    }
  }

  @Test
  void givenThreeNodes_whenOneIsKilled_thenEveryAcknowledgedRecordIsThereExactlyOnce()
      throws Exception {
    var expected = new HashMap<String, Integer>();
    for (int n = 0; n < NODES; n++) {
      try (MillraceClient client = connect(gateways.get(n));
          ProducerSession session = open(client, "round-1-" + n)) {
        submit(session, "one-" + n, FIRST_ROUND);
        session.finish();
        assertThat(session.counters().acknowledged()).isEqualTo(FIRST_ROUND);
      }
      expect(expected, "one-" + n, FIRST_ROUND);
      String other = gateways.get((n + 1) % NODES);
      assertThat(get(other, "one-" + n + "-7")).isEqualTo("value 7");
      assertThat(scan(other)).isEqualTo(expected);
    }
    assertThat(owners()).as("owners of partitions").hasSize(NODES);

    secondRound();

    for (int n = 0; n < NODES; n++) {
      expect(expected, "two-" + n, SECOND_ROUND);
    }
    assertThat(scan(gateways.get(0))).isEqualTo(expected);
    assertThat(get(gateways.get(1), "two-2-" + (SECOND_ROUND - 1)))
        .isEqualTo("value " + (SECOND_ROUND - 1));
  }

  /** Three producers at once, one through each gateway; the last node dies on the way. */
  private void secondRound() throws Exception {
    int victim = NODES - 1;
    var clients = new ArrayList<MillraceClient>();
    var sessions = new ArrayList<ProducerSession>();
    for (int n = 0; n < NODES; n++) {
      // The victim's client knows a second gateway to turn to.
      MillraceClient client = connect(gateways.get(n), gateways.get((n + 1) % NODES));
      clients.add(client);
      sessions.add(open(client, "round-2-" + n));
    }
    try {
      var running = new ArrayList<CompletableFuture<Void>>();
      for (int n = 0; n < NODES; n++) {
        ProducerSession session = sessions.get(n);
        String prefix = "two-" + n;
        running.add(
            CompletableFuture.runAsync(
                () -> {
                  submit(session, prefix, SECOND_ROUND);
                  session.finish();
                },
                task -> new Thread(task, prefix).start()));
      }
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(5))
          .until(() -> sessions.stream().allMatch(s -> s.counters().acknowledged() > 300));
      nodes.get(victim).kill();
      assertThat(sessions)
          .as("killed in the middle")
          .anyMatch(s -> s.counters().acknowledged() < SECOND_ROUND);

      CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
          .get(LONG.toSeconds(), TimeUnit.SECONDS);
      assertThat(sessions)
          .allSatisfy(s -> assertThat(s.counters().acknowledged()).isEqualTo(SECOND_ROUND));
    } finally {
      clients.forEach(MillraceClient::close);
    }
  }

  /** A read by key asks the owner, which may just be on the move. */
  private static String get(String gateway, String key) {
    try (MillraceClient client = connect(gateway)) {
      return await()
          .atMost(Duration.ofSeconds(30))
          .ignoreException(StatusRuntimeException.class)
          .until(
              () ->
                  client
                      .results()
                      .get(GetRequest.newBuilder().setJob(JOB).setKeyText(key).build())
                      .getResult()
                      .getValueText(),
              value -> !value.isEmpty());
    }
  }

  private List<String> owners() {
    try (MillraceClient client = connect(gateways.get(0))) {
      return client
          .jobs()
          .describeJob(DescribeJobRequest.newBuilder().setJob(JOB).build())
          .getPartitionsList()
          .stream()
          .map(Partition::getOwner)
          .distinct()
          .toList();
    }
  }
}
