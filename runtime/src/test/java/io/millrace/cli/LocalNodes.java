// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.typesafe.config.ConfigFactory;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.node.NodeStores;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Nodes in JVMs of their own on fixed ports of this machine, over the tests' real Cassandra. */
final class LocalNodes implements AutoCloseable {
  static final String JOB = "latest";
  private static final Path LOGGING = Path.of("../config/logback.xml").toAbsolutePath();

  private final Path folder;
  private final Path config;
  private final List<Integer> clusterPorts;
  private final List<Integer> gatewayPorts;
  private final List<@Nullable NodeProcess> processes = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  private LocalNodes(String keyspace, int count, String hocon) throws IOException {
    folder = Files.createDirectories(Path.of("target", keyspace).toAbsolutePath());
    List<Integer> ports = FreePorts.find(2 * count);
    clusterPorts = ports.subList(0, count);
    gatewayPorts = ports.subList(count, 2 * count);
    var seeds = clusterPorts.stream().map(port -> "127.0.0.1:" + port).toList();
    String settings =
        ConfigFactory.parseString(hocon)
            .withFallback(
                ConfigFactory.parseMap(NodeStores.contact(SharedCassandra.get().contactPoint())))
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "millrace.node.cluster.seed-nodes", seeds,
                        "millrace.cassandra.keyspace", keyspace,
                        "millrace.node.store", "cassandra")))
            .root()
            .render();
    config = Files.writeString(folder.resolve("nodes.conf"), settings);
  }

  /** Starts all and waits until they are up. */
  static LocalNodes start(String keyspace, int count, String hocon) throws IOException {
    var nodes = new LocalNodes(keyspace, count, hocon);
    for (int n = 0; n < count; n++) {
      nodes.starts.add(0);
      nodes.processes.add(nodes.launch(n));
    }
    for (NodeProcess process : nodes.processes) {
      process.awaitReady();
    }
    return nodes;
  }

  private NodeProcess launch(int n) throws IOException {
    int start = starts.set(n, starts.get(n) + 1);
    var options =
        List.of(
            "-Dmillrace.node.cluster.port=" + clusterPorts.get(n),
            "-Dmillrace.node.gateway.port=" + gatewayPorts.get(n),
            "-Dlogback.configurationFile=" + LOGGING,
            "-Dmillrace.log=INFO");
    return NodeProcess.start(config, options, folder.resolve("node-" + n + "-" + start + ".log"));
  }

  List<String> gateways() {
    return gatewayPorts.stream().map(port -> "127.0.0.1:" + port).toList();
  }

  String clusterAddress(int n) {
    return "127.0.0.1:" + clusterPorts.get(n);
  }

  /** Sends SIGTERM and waits for the end. */
  void stopInOrder(int n) {
    ProcessHandle process = handle(n);
    process.destroy();
    process.onExit().join();
  }

  /** Ends the node at once, as a crash would, and waits until it is gone. */
  void kill(int n) {
    ProcessHandle process = handle(n);
    process.destroyForcibly();
    process.onExit().join();
  }

  private ProcessHandle handle(int n) {
    return ProcessHandle.of(processes.get(n).pid()).orElseThrow();
  }

  /** Starts a node that has ended, and waits until it is up. */
  void startAgain(int n) {
    try {
      NodeProcess process = launch(n);
      processes.set(n, process);
      process.awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each partition's owner, as the node at this gateway says. */
  Map<Integer, String> owners(int n) {
    try (MillraceClient client = client(n)) {
      return client
          .jobs()
          .describeJob(DescribeJobRequest.newBuilder().setJob(JOB).build())
          .getPartitionsList()
          .stream()
          .collect(Collectors.toMap(Partition::getNumber, Partition::getOwner));
    }
  }

  /** How often each key occurs among all results, as the node at this gateway reads them. */
  Map<String, Integer> scan(int n) {
    try (MillraceClient client = client(n)) {
      return KeyCounts.scan(client);
    }
  }

  private MillraceClient client(int n) {
    return MillraceClient.connect(List.of(gateways().get(n)), ClientSettings.defaults());
  }

  @Override
  public void close() {
    processes.parallelStream().forEach(NodeProcess::close);
  }
}
