// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import io.millrace.model.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddedCassandraIT {
  @Test
  void givenRunningServer_whenStartedAgainOnTheFolder_thenRefusedNamingIt() {
    var shared = SharedCassandra.get();
    var settings =
        EmbeddedCassandraSettings.of(shared.folder(), SharedCassandra.jars())
            .withCache(SharedCassandra.jars().resolveSibling("cassandra-cache"));

    assertThatThrownBy(() -> EmbeddedCassandra.start(settings))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(MillraceException.Kind.CALLER);
              assertThat(e)
                  .hasMessageContaining("another process runs a Cassandra in this folder")
                  .hasMessageContaining(settings.folder().toString());
            });

    assertThat(shared.isRunning()).isTrue();
  }

  @Test
  void givenDataInTheFolder_whenStartedAgain_thenItIsThere() {
    assertThat(SharedCassandra.get().isRunning()).isTrue(); // so two servers stand side by side
    var settings = SharedCassandra.settings("restart").withCommitLogSync(CommitLogSync.GROUP);
    try (var server = EmbeddedCassandra.start(settings);
        var session = connect(server)) {
      session.execute(
          "CREATE KEYSPACE k WITH replication={'class':'NetworkTopologyStrategy','datacenter1':1}");
      session.execute("CREATE TABLE k.t (a int PRIMARY KEY, b text)");
      session.execute("INSERT INTO k.t (a, b) VALUES (1, 'kept') IF NOT EXISTS");
    }

    try (var server = EmbeddedCassandra.start(settings);
        var session = connect(server)) {
      var row = session.execute("SELECT b FROM k.t WHERE a = 1").one();

      assertThat(row).isNotNull();
      assertThat(row.getString("b")).isEqualTo("kept");
    }
  }

  @Test
  void givenParent_whenKilled_thenServerDiesAndFolderIsFree() throws Exception {
    var settings = SharedCassandra.settings("orphan");
    Files.createDirectories(settings.folder());
    var parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmillrace.embedded-cassandra.jars=" + SharedCassandra.jars(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedParent.class.getName(),
                settings.folder().toString(),
                settings.cache().toString())
            .redirectError(settings.folder().resolve("parent.log").toFile())
            .start();
    try (var lines = parent.inputReader()) {
      var pid =
          lines
              .lines()
              .filter(line -> line.startsWith("pid "))
              .findFirst()
              .map(line -> Long.parseLong(line.substring("pid ".length())));
      assertThat(pid).as("see %s", settings.folder()).isPresent();
      var child = ProcessHandle.of(pid.get()).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      parent.destroyForcibly(); // SIGKILL: the parent can do nothing about it

      await().atMost(Duration.ofSeconds(40)).until(() -> !child.isAlive());
    } finally {
      parent.destroyForcibly();
    }
    try (var server = EmbeddedCassandra.start(settings)) {
      assertThat(server.isRunning()).isTrue();
    }
  }

  @Test
  void givenServerThatCannotStart_thenFailureNamesTheLog() throws Exception {
    var settings = SharedCassandra.settings("broken");
    Files.createDirectories(settings.folder());
    Files.writeString(settings.folder().resolve("data"), "a file where a folder must be");

    assertThatThrownBy(() -> EmbeddedCassandra.start(settings))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(MillraceException.Kind.UNAVAILABLE);
              assertThat(e.facts())
                  .containsEntry("log", settings.logFile().toString())
                  .containsKey("output");
            });
    assertThat(List.of(settings.logFile(), settings.outputFile()))
        .allSatisfy(f -> assertThat(f).exists());
  }

  private static CqlSession connect(EmbeddedCassandra server) {
    return CqlSession.builder()
        .addContactPoint(server.contactPoint())
        .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
        .build();
  }
}
