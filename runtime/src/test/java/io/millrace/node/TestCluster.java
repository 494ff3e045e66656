// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Nodes of one cluster in this JVM, over one store in memory. */
public final class TestCluster implements AutoCloseable {
  private static final Job LATEST =
      Job.of("latest", () -> (record, context) -> Effect.builder().emit(record.value()).build())
          .withPartitions(12);

  private final InMemoryStores stores = new InMemoryStores();
  private final List<Node> nodes = new ArrayList<>();
  private final String hocon;

  /** No node yet; all will have these settings. */
  public TestCluster(String hocon) {
    this.hocon = hocon;
  }

  /** Starts a node more. */
  public Node add() {
    return add("");
  }

  /** Starts a node more, with settings of its own. */
  public Node add(String own) {
    String ports = "millrace.node { gateway.port = 0, cluster.port = 0 }\n";
    Node node = start(ports + own, nodes.isEmpty() ? List.of() : List.of(nodes.get(0)));
    nodes.add(node);
    return node;
  }

  /** Stops a node and starts one in its place, on the same ports, while {@code between} runs. */
  public void restart(int n, Runnable between) {
    Node old = nodes.get(n);
    old.close();
    between.run();
    String ports =
        "millrace.node { gateway.port = %s, cluster.port = %s }\n"
            .formatted(port(old.gatewayAddress()), port(old.clusterAddress()));
    nodes.set(n, start(ports, nodes.stream().filter(node -> node != old).toList()));
  }

  private static String port(String address) {
    return address.substring(address.lastIndexOf(':') + 1);
  }

  private Node start(String own, List<Node> seeds) {
    String seedNodes =
        seeds.stream()
            .map(Node::clusterAddress)
            .collect(Collectors.joining("\", \"", "[\"", "\"]"));
    String join = seeds.isEmpty() ? "" : "millrace.node.cluster.seed-nodes = " + seedNodes + "\n";
    return Node.start(NodeSettings.parse(join + hocon + own), List.of(LATEST), () -> stores);
  }

  /** Those that were started. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Stops all nodes at once. */
  @Override
  public void close() {
    nodes.parallelStream().forEach(Node::close);
  }
}
