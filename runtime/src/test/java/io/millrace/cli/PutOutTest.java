// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.ClusterNode;
import io.millrace.node.NodeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node in a JVM of its own, put out by another member of its cluster. */
@Timeout(90)
class PutOutTest {
  private static final String ALONE =
      "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }\n";

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @Test
  void givenNode_whenItsClusterPutsItOut_thenTheProcessEndsWithExitCode3AndSaysWhy()
      throws Exception {
    Path config = Files.writeString(folder.resolve("node.conf"), ALONE);
    Path log = folder.resolve("node.log");
    try (NodeProcess process = NodeProcess.start(config, List.of(), log)) {
      String address = process.awaitReady().replaceFirst("READY .* cluster=(\\S+)", "$1");

      try (ClusterNode other = join(address)) {
        putOut(other, address);

        assertThat(process.awaitEnd()).isEqualTo(3);
      }
    }
    assertThat(log)
        .content()
        .contains("millrace node: node was put out of its cluster")
        .contains("address=");
  }

  private static ClusterNode join(String address) {
    NodeSettings settings = NodeSettings.parse("");
    return ClusterNode.join(
        settings.config(),
        settings.clusterHost(),
        0,
        List.of(address),
        settings.clusterTls(),
        settings.startTimeout());
  }

  /** As a split brain resolver does on the side that goes on. */
  private static void putOut(ClusterNode by, String address) {
    var node = AddressFromURIString.parse("pekko://" + ClusterNode.SYSTEM + "@" + address);
    Cluster.get(by.system()).manager().tell(new Down(node));
  }
}
