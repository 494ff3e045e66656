// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How nodes leave: one by one, and all at once. */
@Timeout(90)
class ClusterStopTest {
  private static final String QUICK =
      """
      millrace.cluster.keep-started-interval = 1 s
      """;

  /** Who owns partitions, as a node says; only such as are started. */
  private static Set<String> owners(Node node) {
    try (MillraceClient client =
        MillraceClient.connect(List.of(node.gatewayAddress()), ClientSettings.defaults())) {
      return client
          .jobs()
          .describeJob(DescribeJobRequest.newBuilder().setJob("latest").build())
          .getPartitionsList()
          .stream()
          .map(Partition::getOwner)
          .collect(Collectors.toSet());
    }
  }

  @Test
  void givenThreeNodes_whenAllStopAtOnce_thenNoneWaitsForTheOthers() {
    long startNanos;
    try (var cluster = new TestCluster(QUICK)) {
      cluster.add();
      cluster.add();
      cluster.add();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(owners(cluster.nodes().get(0))).hasSize(3));
      startNanos = System.nanoTime();
    }

    long ms = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
    assertThat(ms).isLessThan(8_000);
  }
}
