// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.millrace.cli.Main;
import io.millrace.node.NodeStores;
import io.millrace.store.Stores;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Dictionaries in a real Cassandra, and what the commands say of them. */
@Timeout(300)
class DictionaryIT {
  private static final String KEYSPACE = "dictionary_it";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static Stores connect() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraStores.connect(
        CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, KEYSPACE));
  }

  private static TestNode node() {
    return TestNode.start(Parcels.SETTINGS, connect(), Parcels.JOB, Parcels.OTHER);
  }

  private String run(String... command) throws IOException {
    String settings =
        ConfigFactory.parseMap(NodeStores.contact(SharedCassandra.get().contactPoint()))
            .withFallback(
                ConfigFactory.parseString(
                    "millrace { node.store = cassandra, cassandra.keyspace = " + KEYSPACE + " }"))
            .root()
            .render();
    Path config = Files.writeString(folder.resolve("store.conf"), settings);
    var all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--config", config.toString(), "--job", "parcels"));
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(exit).as(out + "\n" + err).isZero();
    return out.toString();
  }

  private static List<JsonNode> json(String lines) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (String line : lines.lines().toList()) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  @Test
  void givenSmallValuesInCassandra_whenDictionariesAreTrained_thenAllIsReadAndShown()
      throws IOException {
    var parcels = new Parcels();
    try (Stores stores = connect()) {
      try (TestNode node = node()) {
        parcels.writeUntilNamed(node, stores);
        parcels.assertThere(node, Parcels.JOB);
      }
      try (TestNode again = node()) {
        parcels.assertThere(again, Parcels.JOB);
      }
      assertThat(Parcels.damages(stores, Parcels.JOB)).isEmpty();
      assertThat(run("verify")).contains("every block is as it was written");

      var shown = json(run("codecs", "show", "--blocks", "--output", "json"));
      var value =
          shown.stream().filter(d -> d.get("column").asText().equals("value")).toList().get(0);
      assertThat(value.get("version").asInt()).isEqualTo(1);
      assertThat(value.get("bytesWith").asLong()).isLessThan(value.get("bytesWithout").asLong());
      assertThat(value.get("encodeNanosWith").asLong()).isPositive();
      assertThat(value.get("blocks").asLong()).isPositive();
      assertThat(run("codecs", "show"))
          .contains("COLUMN")
          .contains(value.get("dictionary").asText());

      var stats = json(run("stats", "--output", "json"));
      assertThat(stats).hasSize(4);
      var all = stats.get(3);
      long sum = 0;
      for (JsonNode partition : stats.subList(0, 3)) {
        sum += partition.get("results").asLong();
      }
      assertThat(all.get("results").asLong()).isEqualTo(sum).isPositive();
      assertThat(all.get("records").asLong()).isEqualTo(sum);
      assertThat(all.get("blocksByDictionary").asLong()).isPositive();
      assertThat(all.get("indexBytes").asLong()).isPositive();
      assertThat(all.get("dictionaries").asInt()).isEqualTo(shown.size());
      long stored = 0;
      for (JsonNode column : all.get("columns")) {
        stored += column.get("storedBytes").asLong();
      }
      assertThat(stored).isEqualTo(all.get("storedBytes").asLong());
      assertThat(run("stats")).contains("PARTITION").contains("value").contains("skip index: ");
    }
  }
}
