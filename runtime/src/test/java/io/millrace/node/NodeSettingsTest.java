// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {
  @Test
  void givenNothing_whenRead_thenTheReferenceSettings() {
    NodeSettings settings = NodeSettings.parse("");

    assertThat(settings.gatewayPort()).isEqualTo(7400);
    assertThat(settings.store()).isEqualTo(StoreKind.CASSANDRA);
    assertThat(settings.seedNodes()).isEmpty();
  }

  @Test
  void givenFile_whenLoaded_thenItWinsOverTheReference(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("node.conf"),
            "millrace.node { store = memory, cluster.seed-nodes = [\"h-1:7355\"] }");

    NodeSettings settings = NodeSettings.load(file);

    assertThat(settings.store()).isEqualTo(StoreKind.MEMORY);
    assertThat(settings.seedNodes()).isEqualTo(List.of("h-1:7355"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          millrace.node.store = disk                     | store: disk            | cassandra, embedded, memory
          millrace.node.gateway.port = 70000             | gateway.port: 70000    | 0 to 65535
          millrace.node.cluster.port = -1                | cluster.port: -1       | 0 to 65535
          millrace.node.cluster.seed-nodes = ["nowhere"] | seed-nodes: 'nowhere'  | host:port
          millrace.cluster.shards = 0                    | shards: 0              | 1 to 10000
          millrace.cluster.heartbeat-interval = 1 ms     | interval: 1 ms         | 100 to 10000 ms
          millrace.cluster.failure-detector-pause = 90 s | pause: 90000 ms        | 500 to 60000 ms
          millrace.cluster.stable-after = 0              | stable-after: 0 ms     | 1000 to 60000 ms
          millrace.cluster.keep-started-interval = 1 h   | interval: 3600000 ms   | 500 to 60000 ms
          millrace.cluster.hand-over-timeout = 1 s       | timeout: 1000 ms       | 2000 to 300000 ms
          millrace.node.drain-timeout = 1 h              | timeout: 3600000 ms    | 0 to 300000 ms
          millrace.node.cluster.tls.enabled = maybe      | tls.enabled: maybe     | auto, on, off
          millrace.jobs.refresh-interval = 0             | refresh-interval: 0 ms | 10 to 3600000 ms
          millrace.jobs.budget-check-interval = 0        | check-interval: 0 ms   | 10 to 3600000 ms
          millrace.partition.block-records = 0           | block-records: 0       | 1 to 1000000
          millrace.ingest.linger = 0                     | ingest.linger: 0 ms    | 1 to 10000 ms
          millrace.ingest.node-bytes-max = 1 MiB         | node-bytes-max: 1048576 | 8388608 to
          millrace.limits.key-bytes-max = 0              | key-bytes-max: 0       | 1 to 65536
          millrace.query.page-bytes = 1                  | page-bytes: 1          | 1024 to
          millrace.cassandra.cas-timeout = 1 ms          | cas-timeout: PT0.001S  | 100 ms to 5 min
          """)
  void givenWrongValue_whenRead_thenKeyValueAndExpectedAreNamed(
      String setting, String keyAndValue, String expected) {
    assertThatThrownBy(() -> NodeSettings.parse(setting))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining(keyAndValue)
        .hasMessageContaining("expected: " + expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "millrace.node.gateway.port = many",
        "millrace.partition.linger = soon",
        "millrace.partition.block-bytes = 3 GiB",
        "millrace.node.store = [",
      })
  void givenValueOfAnotherKind_whenRead_thenTheStartIsRefused(String setting) {
    assertThatThrownBy(() -> NodeSettings.parse(setting))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining("configuration is wrong");
  }

  @Test
  void givenMissingFile_whenLoaded_thenTheMessageNamesIt(@TempDir Path folder) {
    Path missing = folder.resolve("nothing.conf");

    assertThatThrownBy(() -> NodeSettings.load(missing))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining(missing.toString());
  }

  @Test
  void givenShippedConfigurations_whenLoaded_thenTheyAreRight() {
    for (String name : List.of("dev.conf", "node.conf")) {
      assertThat(NodeSettings.load(Path.of("../config", name)).cluster().shards()).isPositive();
    }
  }
}
