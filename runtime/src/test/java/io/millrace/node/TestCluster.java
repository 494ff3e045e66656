// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes of one cluster in this JVM, over one store in memory. */
final class TestCluster implements AutoCloseable {
  private static final Job LATEST =
      Job.of(
              "latest",
              () -> (record, context) -> Effect.builder().emit(record.value(), Map.of()).build())
          .withPartitions(12);

  private final InMemoryStores stores = new InMemoryStores();
  private final List<Node> nodes = new ArrayList<>();
  private final String hocon;

  TestCluster(String hocon) {
    this.hocon = hocon;
  }

  /** Starts a node more. */
  Node add() {
    return add("");
  }

  /** Starts a node more, with settings of its own. */
  Node add(String own) {
    String seeds =
        nodes.isEmpty() ? "" : "millrace.node.cluster.seed-nodes = [\"" + first() + "\"]\n";
    Node node =
        Node.start(
            NodeSettings.parse(
                "millrace.node { gateway.port = 0, cluster.port = 0 }\n" + seeds + hocon + own),
            List.of(LATEST),
            () -> stores);
    nodes.add(node);
    return node;
  }

  private String first() {
    return nodes.get(0).clusterAddress();
  }

  List<Node> nodes() {
    return nodes;
  }

  /** Stops all nodes at once. */
  @Override
  public void close() {
    nodes.parallelStream().forEach(Node::close);
  }
}
