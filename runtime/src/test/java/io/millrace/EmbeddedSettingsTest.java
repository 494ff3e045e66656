// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.node.NodeSettings;
import io.millrace.node.StoreKind;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedSettingsTest {
  private static final EmbeddedSettings SETTINGS = EmbeddedSettings.of(CountJob.JOB);

  private static EmbeddedSettings overlay(String hocon) {
    return SETTINGS.withConfig(ConfigFactory.parseString(hocon));
  }

  private static void assertRefused(ThrowingCallable act, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(act)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private static void assertNotStarted(EmbeddedSettings settings, String... parts) {
    assertThatThrownBy(() -> Millrace.embedded(settings))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void givenNothingButJobs_whenRead_thenMemoryOnFreeLoopbackPorts() {
    NodeSettings node = SETTINGS.node();

    assertThat(node.store()).isEqualTo(StoreKind.MEMORY);
    assertThat(node.gatewayHost()).isEqualTo("127.0.0.1");
    assertThat(node.gatewayPort()).isZero();
    assertThat(node.clusterPort()).isZero();
    assertThat(node.seedNodes()).isEmpty();
  }

  @Test
  void givenChanges_whenRead_thenTheLaterOneCountsAndTheFirstSettingsStay() {
    EmbeddedSettings changed =
        SETTINGS
            .withCassandra(List.of("db-1:9042", "db-2:9042"), "dc-7", "mine")
            .withGateway("127.0.0.2", 7401)
            .withCluster("127.0.0.3", 7402, List.of("n-1:7355"));
    NodeSettings node = changed.node();

    assertThat(node.store()).isEqualTo(StoreKind.CASSANDRA);
    assertThat(CassandraSettings.from(node.config()).contactPoints()).hasSize(2);
    assertThat(node.gatewayPort()).isEqualTo(7401);
    assertThat(node.seedNodes()).containsExactly("n-1:7355");
    assertThat(changed.withMemoryStore().node().store()).isEqualTo(StoreKind.MEMORY);
    assertThat(SETTINGS.node().store()).isEqualTo(StoreKind.MEMORY);
  }

  @Test
  void givenOverlay_whenRead_thenItsMillraceKeysCountAndNothingElse() {
    NodeSettings node =
        overlay(
                """
                app.wait = 7 s
                millrace.node.drain-timeout = ${app.wait}
                millrace.partition.linger = 3 ms
                pekko.loglevel = OFF
                """)
            .node();

    assertThat(node.drainTimeout()).hasSeconds(7);
    assertThat(node.partition().linger()).hasMillis(3);
    assertThat(node.store()).isEqualTo(StoreKind.MEMORY);
    assertThat(node.config().getString("pekko.loglevel")).isEqualTo("INFO");
  }

  @Test
  void givenFolders_whenRead_thenTheyWinOverTheSystemProperty(@TempDir Path folder) {
    EmbeddedSettings data = SETTINGS.withEmbeddedCassandra(folder.resolve("data"));
    String property = System.getProperty("millrace.embedded-cassandra.jars", "cassandra");

    assertThat(EmbeddedCassandraSettings.from(data.node().config()).jars())
        .isEqualTo(Path.of(property).toAbsolutePath());
    var named = data.withCassandraJars(folder.resolve("jars")).node();
    assertThat(EmbeddedCassandraSettings.from(named.config()).jars())
        .isEqualTo(folder.resolve("jars"));
    assertThat(EmbeddedCassandraSettings.from(named.config()).folder())
        .isEqualTo(folder.resolve("data"));
  }

  @Test
  void givenWhatCannotWork_whenSet_thenNameValueAndExpected() {
    assertRefused(() -> SETTINGS.withGateway("h", 70_000), "gateway port", "70000", "0 to 65535");
    assertRefused(() -> SETTINGS.withGateway("h", -1), "gateway port", "-1", "0 to 65535");
    assertRefused(
        () -> SETTINGS.withCluster("h", 65_536, List.of()), "cluster port", "65536", "0 to 65535");
    assertRefused(
        () -> SETTINGS.withCluster("h", 0, List.of("nowhere")), "seeds", "'nowhere'", "host:port");
    assertRefused(
        () -> SETTINGS.withCassandra(List.of(), "dc", "ks"), "contactPoints", "[]", "at least one");
    assertRefused(
        () -> SETTINGS.withCassandra(List.of("db"), "dc", "ks"), "contactPoints", "'db'", "host:");
    assertRefused(
        () -> overlay("millrace.node.gatway.port = 1"), "millrace.node.gatway.port", "1", "a key");
  }

  @Test
  void givenNoJobOrTwoOfOneName_whenStarted_thenRefused() {
    assertRefused(() -> Millrace.embedded(EmbeddedSettings.of()), "jobs: []", "at least one job");
    assertRefused(
        () -> Millrace.embedded(EmbeddedSettings.of(CountJob.JOB, CountJob.JOB)),
        "two named 'counts'",
        "a name each");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          millrace.node.store = disk              | store: disk         | cassandra, embedded, memory
          millrace.node.gateway.port = -7         | gateway.port: -7    | 0 to 65535
          millrace.cassandra.contact-points = []  | contact-points: []  | at least one host:port
          millrace.node.drain-timeout = -1 s      | timeout: -1000 ms   | 0 to 300000 ms
          """)
  void givenOverlayThatCannotWork_whenStarted_thenKeyValueAndExpected(
      String setting, String keyAndValue, String expected) {
    assertNotStarted(overlay(setting), keyAndValue, "expected: " + expected);
  }

  @Test
  void givenKeyspaceThatCannotBe_whenStarted_thenRefused() {
    assertNotStarted(
        SETTINGS.withCassandra(List.of("127.0.0.1:1"), "dc", "My Keyspace"), "My Keyspace");
  }

  @Test
  void givenFileForDataFolder_whenStarted_thenRefusedWithTheFolder(@TempDir Path folder)
      throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertNotStarted(
        SETTINGS.withEmbeddedCassandra(file.resolve("data")),
        "data folder cannot be written",
        file.resolve("data").toString(),
        "may create and write");
  }

  @Test
  void givenNoCassandraJars_whenStarted_thenTheMessageSaysWhatToDo(@TempDir Path folder) {
    assertNotStarted(
        SETTINGS
            .withEmbeddedCassandra(folder.resolve("data"))
            .withCassandraJars(folder.resolve("none")),
        "no jars to run the embedded Cassandra with",
        folder.resolve("none").toString(),
        "docs/embedding.md");
  }

  @Test
  void givenCommonPoolOfOne_whenLookedAt_thenTheOptionIsNamedUnlessJavaNeedsNone() {
    assertThat(HostChecks.commonPoolAdvice(1, 17))
        .hasValue("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    assertThat(HostChecks.commonPoolAdvice(0, 21)).isPresent();
    assertThat(HostChecks.commonPoolAdvice(2, 17)).isEmpty();
    assertThat(HostChecks.commonPoolAdvice(1, 25)).isEmpty();
  }
}
