// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.millrace.cli.Main;
import io.millrace.model.PartitionId;
import io.millrace.node.NodeStores;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace compact} as people run it, over Cassandra, beside a node and without one. */
class CompactIT {
  private static final String KEYSPACE = "compact_it";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KEYS = 40;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private int exports;

  private static Stores connect() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraStores.connect(
        CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, KEYSPACE));
  }

  private static TestNode node() {
    return TestNode.start("millrace.query.ask-timeout = 5 s", connect());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private record Run(int exit, String out, String err) {}

  private static Run run(List<String> command) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(command.toArray(String[]::new));
    return new Run(exit, out.toString(), err.toString());
  }

  private static String done(Run run) {
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  /** A command on the store. */
  private String onStore(String... command) throws IOException {
    String settings =
        ConfigFactory.parseMap(NodeStores.contact(SharedCassandra.get().contactPoint()))
            .withFallback(
                ConfigFactory.parseString(
                    """
                    millrace {
                      node.store = cassandra
                      cassandra.keyspace = %s
                      compact { grace = 0 s, pack-bytes = 64 KiB }
                    }\
                    """
                        .formatted(KEYSPACE)))
            .root()
            .render();
    Path config = Files.writeString(folder.resolve("store.conf"), settings);
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", config.toString(), "--job", "latest"));
    return done(run(all));
  }

  private static String onNode(TestNode node, String... command) {
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--gateway", node.address()));
    return done(run(all));
  }

  /** Each batch makes a block in each partition that gets any of it. */
  private static void submit(TestNode node, int from, int to) {
    for (int i = from; i < to; i++) {
      var batch = SubmitBatchRequest.newBuilder().setJob("latest");
      for (int r = 0; r < 3; r++) {
        batch.addRecords(
            Record.newBuilder()
                .setKeyText("key-" + (3 * i + r) % KEYS)
                .setValueText("the value number " + i + "/" + r + " of them all")
                .build());
      }
      // One for each partition that got any.
      assertThat(node.submitBlocking().submitBatch(batch.build()).getReceiptsCount())
          .isBetween(1, 3);
    }
  }

  /** All that a client can see of the job. */
  private Map<String, String> seen(TestNode node) throws IOException {
    var seen = new TreeMap<String, String>();
    seen.put("scan", onNode(node, "scan", "--job", "latest", "--output", "json"));
    for (String sql :
        List.of(
            "SELECT key, count(*) FROM latest GROUP BY key",
            "SELECT partition, block, index, value FROM latest WHERE key = 'key-7'",
            "SELECT count(*), min(block), max(block) FROM latest")) {
      var lines = onNode(node, "query", sql, "--output", "json").lines().sorted().toList();
      seen.put(sql, String.join("\n", lines));
    }
    String out = "export-" + exports++;
    onNode(
        node, "export", "--job", "latest", "--format", "jsonl", "--out", folder + "/" + out + "/");
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      for (Path file : files.toList()) {
        seen.put("file " + file.getFileName(), Files.readString(file));
      }
    }
    for (int i = 0; i < KEYS; i++) {
      seen.put("get " + i, node.get("key-" + i));
    }
    return seen;
  }

  private JsonNode compactAll(String... more) throws IOException {
    var command = new ArrayList<>(List.of("compact", "--idle", "0s", "--output", "json"));
    command.addAll(List.of(more));
    List<String> lines = onStore(command.toArray(String[]::new)).lines().toList();
    return JSON.readTree(lines.get(lines.size() - 1));
  }

  @Test
  void givenSmallBlocks_whenCompacted_thenAFractionOfTheBytesAndNobodySeesADifference()
      throws IOException {
    Map<String, String> before;
    try (TestNode node = node()) {
      submit(node, 0, 150);
      before = seen(node);
      String statsBefore = onStore("stats");
      assertThat(onStore("compact")).contains("not idle", "job latest: nothing to do");

      JsonNode would = compactAll("--dry-run");
      JsonNode done = compactAll();

      assertThat(would.get("result").asText()).isEqualTo("4 of 4 partitions would be compacted");
      assertThat(done.get("result").asText()).isEqualTo("4 of 4 partitions are compacted");
      assertThat(done.get("blocks").asLong())
          .isEqualTo(would.get("blocks").asLong())
          .isGreaterThan(150);
      assertThat(done.get("packs").asLong())
          .isEqualTo(would.get("packs").asLong())
          .isBetween(4L, 16L);
      assertThat(done.get("bytesAfter").asLong()).isLessThan(done.get("bytesBefore").asLong() / 3);
      assertThat(seen(node)).isEqualTo(before);
      assertThat(compactAll().get("result").asText()).isEqualTo("nothing to do");
      assertThat(onStore("stats").lines().limit(6).toList())
          .isEqualTo(statsBefore.lines().limit(6).toList());
      assertThat(onStore("stats")).contains("packs: " + done.get("packs") + " of ");
      assertThat(onStore("verify")).contains("every block is as it was written");
      submit(node, 150, 160);
    }
    Map<String, String> again;
    try (TestNode node = node()) {
      again = seen(node);
      assertThat(again.get("scan")).contains("the value number 159/2 of them all");
      submit(node, 160, 260);
      again = seen(node);
    }
    assertThat(onStore("compact", "--idle", "0s", "--partition", "1"))
        .contains("compacted", "1 of 1 partitions are compacted");
    assertThat(compactAll("--stage", "main").get("result").asText())
        .isEqualTo("3 of 4 partitions are compacted");
    try (TestNode node = node()) {
      assertThat(seen(node)).isEqualTo(again);
    }
    assertThat(onStore("verify")).contains("every block is as it was written");
    try (Stores stores = connect()) {
      JobEntry job = get(stores.jobs().find("latest")).orElseThrow();
      for (int number : job.numbers()) {
        var partition = new PartitionId(job.id(), number);
        assertThat(get(stores.packs().runs(partition))).hasSize(1);
        assertThat(get(stores.erasure().erase(partition))).isTrue();
        assertThat(get(stores.packs().runs(partition))).isEmpty();
      }
    }
  }
}
