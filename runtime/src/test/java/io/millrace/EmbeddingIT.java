// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static io.millrace.CountJob.count;
import static io.millrace.CountJob.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Instances over a real Cassandra: their own, and one that others run. */
@Timeout(240)
class EmbeddingIT {
  private static EmbeddedSettings embeddedCassandra(String name) {
    EmbeddedCassandraSettings shared = SharedCassandra.settings(name);
    return EmbeddedSettings.of(CountJob.JOB)
        .withEmbeddedCassandra(shared.folder())
        .withConfig(
            ConfigFactory.parseString(
                """
                millrace.embedded-cassandra { quick-start = true, heap-mb = 768, cache = "%s" }
                """
                    .formatted(shared.cache())));
  }

  private static String contactPoint() {
    InetSocketAddress address = SharedCassandra.get().contactPoint();
    return address.getHostString() + ":" + address.getPort();
  }

  private static EmbeddedSettings givenCassandra(String keyspace) {
    return EmbeddedSettings.of(CountJob.JOB)
        .withCassandra(List.of(contactPoint()), EmbeddedCassandra.DATACENTER, keyspace);
  }

  private static Set<String> owners(Millrace millrace) {
    var request = DescribeJobRequest.newBuilder().setJob(CountJob.NAME).build();
    return millrace.client().jobs().describeJob(request).getPartitionsList().stream()
        .map(Partition::getOwner)
        .collect(Collectors.toSet());
  }

  @Test
  void givenEmbeddedCassandra_whenStartedAgain_thenCountsGoOnAndNoThreadIsLeft() {
    EmbeddedSettings settings = embeddedCassandra("embedding");
    for (int run = 1; run <= 2; run++) {
      var threads = new ThreadWatch();
      try (var millrace = Millrace.embedded(settings)) {
        count(millrace, "a");
        assertThat(read(millrace, "a")).isEqualTo(String.valueOf(run));
      }
      threads.assertNoneLeft();
    }
  }

  @Test
  void givenDataFolderInUse_whenAnotherInstanceStarts_thenRefusedAndNoThreadIsLeft() {
    EmbeddedSettings settings = embeddedCassandra("embedding-in-use");
    var threads = new ThreadWatch();
    try (var first = Millrace.embedded(settings)) {
      assertThatThrownBy(() -> Millrace.embedded(settings))
          .isInstanceOfSatisfying(
              MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
          .hasMessageContaining("another process runs a Cassandra in this folder")
          .hasMessageContaining("embedding-in-use");

      count(first, "a");
    }
    threads.assertNoneLeft();
  }

  @Test
  void givenTwoInstancesOfOneCluster_whenTheFirstGoes_thenTheOtherHasItAll() {
    EmbeddedSettings settings = givenCassandra("embedding_two");
    var threads = new ThreadWatch();
    var first = Millrace.embedded(settings);
    var both = settings.withCluster("127.0.0.1", 0, List.of(first.clusterAddress()));
    try (var second = Millrace.embedded(both)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(owners(second))
                      .containsExactlyInAnyOrder(first.clusterAddress(), second.clusterAddress()));
      for (String key : List.of("a", "b", "c", "d")) {
        count(first, key);
      }

      first.close();

      for (String key : List.of("a", "b", "c", "d")) {
        count(second, key);
        assertThat(read(second, key)).isEqualTo("2");
      }
    }
    threads.assertNoneLeft();
  }

  @Test
  void givenHostWithADriverOfItsOwn_whenEmbeddedOverCassandra_thenBothGoOnAsTheyWere(
      @TempDir Path folder) throws Exception {
    assertThat(HostProcess.run(folder, contactPoint(), "embedding_host"))
        .containsExactly("counted 1");
  }

  @Test
  void givenNoCassandraThere_whenStarted_thenUnavailableAndNoThreadIsLeft() {
    EmbeddedSettings settings =
        EmbeddedSettings.of(CountJob.JOB)
            .withCassandra(List.of("127.0.0.1:1"), "datacenter1", "nothing");
    var threads = new ThreadWatch();

    assertThatThrownBy(() -> Millrace.embedded(settings))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
        .hasMessageContaining("127.0.0.1");

    threads.assertNoneLeft();
  }
}
