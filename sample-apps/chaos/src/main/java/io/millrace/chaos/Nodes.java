// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.typesafe.config.ConfigFactory;
import io.grpc.StatusRuntimeException;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Millrace's nodes, each a JVM of its own that may die and come back at the same address. Used by
 * one thread.
 */
final class Nodes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(60);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(6);
  private static final Duration HEALTHY_MAX = Duration.ofSeconds(40);
  private static final long POLL_MS = 300;

  private final Network network;
  private final List<Address> addresses;
  private final Path folder;
  private final Path config;
  private final Map<Integer, FakeClock> clocks;
  private final @Nullable ChildJvm[] nodes;
  private int kills;
  private int rescues;

  /**
   * A node's ports.
   *
   * @param host where it lives
   */
  record Address(String host, int gatewayPort, int clusterPort) {
    String gateway() {
      return host + ":" + gatewayPort;
    }

    String cluster() {
      return host + ":" + clusterPort;
    }
  }

  /**
   * Nodes that are not started yet.
   *
   * @param hocon their settings, but for addresses
   */
  Nodes(
      Network network,
      List<Address> addresses,
      String hocon,
      Map<Integer, FakeClock> clocks,
      Path folder)
      throws IOException {
    this.network = network;
    this.addresses = List.copyOf(addresses);
    this.clocks = clocks;
    this.folder = Files.createDirectories(folder);
    this.nodes = new @Nullable ChildJvm[addresses.size()];
    var seeds = addresses.stream().map(Address::cluster).toList();
    String settings =
        ConfigFactory.parseString(hocon)
            .withFallback(ConfigFactory.parseMap(Map.of("millrace.node.cluster.seed-nodes", seeds)))
            .root()
            .render();
    this.config = Files.writeString(folder.resolve("nodes.conf"), settings);
  }

  int size() {
    return nodes.length;
  }

  Address address(int node) {
    return addresses.get(node);
  }

  /** Every gateway, those of dead nodes included. */
  List<String> gateways() {
    return addresses.stream().map(Address::gateway).toList();
  }

  /** Nodes killed so far, by faults. */
  int kills() {
    return kills;
  }

  /** Nodes that had to be restarted though no fault killed them: downed by the others. */
  int rescues() {
    return rescues;
  }

  ChildJvm process(int node) {
    var process = nodes[node];
    if (process == null) {
      throw new IllegalStateException("node " + node + " was never started");
    }
    return process;
  }

  /** Starts a node and does not wait. */
  void launch(int node) {
    var command = new ArrayList<>(network.prefix(node));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            // They die too young for more; starting takes half the time.
            "-XX:TieredStopAtLevel=1",
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
            "-Dlogback.configurationFile=" + logging(),
            "-Dmillrace.node.gateway.host=" + address(node).host(),
            "-Dmillrace.node.gateway.port=" + address(node).gatewayPort(),
            "-Dmillrace.node.cluster.host=" + address(node).host(),
            "-Dmillrace.node.cluster.port=" + address(node).clusterPort(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.millrace.cli.Main",
            "node",
            "--config",
            config.toString(),
            "--stop-with-stdin"));
    var clock = clocks.get(node);
    Map<String, String> environment = clock == null ? Map.of() : clock.environment();
    Path log = folder.resolve("node-" + node + ".log");
    nodes[node] = ChildJvm.start("node-" + node, command, environment, "READY ", log);
  }

  private Path logging() {
    Path file = folder.resolve("logback.xml");
    try (var in = Nodes.class.getResourceAsStream("node-logback.xml")) {
      if (in == null) {
        throw new IOException("node-logback.xml is not on the class path");
      }
      Files.write(file, in.readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts all and waits until they serve. */
  void startAll() throws InterruptedException {
    for (int node = 0; node < size(); node++) {
      launch(node);
    }
    awaitHealthy();
  }

  void kill(int node) throws InterruptedException {
    kills++;
    process(node).kill();
  }

  /** Lets a node leave in order; returns whether it did. */
  boolean stop(int node) throws InterruptedException {
    return process(node).stop(STOP_MAX);
  }

  /**
   * Restarts what does not run, what runs but is out of the cluster, and what has formed a cluster
   * of its own, as an operator's supervisor would; returns when all serve and agree.
   */
  void awaitHealthy() throws InterruptedException {
    while (true) {
      for (int node = 0; node < size(); node++) {
        while (!isHealthy(node)) {
          rescue(node, "node is out of the cluster, restarting it");
        }
      }
      int stranger = stranger();
      if (stranger < 0) {
        return;
      }
      rescue(stranger, "node has a cluster of its own, restarting it");
    }
  }

  private void rescue(int node, String why) throws InterruptedException {
    LOG.atInfo().addKeyValue("node", node).log(why);
    rescues++;
    process(node).kill();
    launch(node);
  }

  /** A node that sees other owners than most do, for long; -1 if all agree. */
  private int stranger() throws InterruptedException {
    long deadlineNs = System.nanoTime() + HEALTHY_MAX.toNanos();
    while (true) {
      var views = new ArrayList<List<String>>();
      for (int node = 0; node < size(); node++) {
        views.add(owners(node));
      }
      if (views.stream().distinct().count() == 1) {
        return -1;
      }
      if (System.nanoTime() >= deadlineNs) {
        return IntStream.range(0, size())
            .filter(node -> Collections.frequency(views, views.get(node)) <= size() / 2)
            .findFirst()
            .orElse(-1);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  private boolean isHealthy(int node) throws InterruptedException {
    if (!process(node).isAlive()) {
      LOG.atInfo().addKeyValue("node", node).log("node has ended, starting it");
      launch(node);
    }
    if (!process(node).awaitReady(START_MAX)) {
      return false;
    }
    long deadlineNs = System.nanoTime() + HEALTHY_MAX.toNanos();
    do {
      if (owners(node).stream().noneMatch(String::isEmpty)) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } while (process(node).isAlive() && System.nanoTime() < deadlineNs);
    return false;
  }

  /** Who owns each partition, as one node sees it; empty texts where nobody answered. */
  List<String> owners(int node) {
    var settings = ClientSettings.defaults().withTimeouts(ANSWER_MAX, ANSWER_MAX);
    try (var client = MillraceClient.connect(List.of(address(node).gateway()), settings)) {
      return client
          .jobs()
          .describeJob(DescribeJobRequest.newBuilder().setJob(ChaosJob.NAME).build())
          .getPartitionsList()
          .stream()
          .map(Partition::getOwner)
          .toList();
    } catch (StatusRuntimeException e) {
      LOG.atDebug().setCause(e).addKeyValue("node", node).log("node does not describe the job");
      return List.of("");
    }
  }

  /** Partitions that a node owns, as itself sees it; none if it does not answer. */
  BitSet ownedBy(int node) {
    var owned = new BitSet();
    List<String> owners = owners(node);
    for (int partition = 0; partition < owners.size(); partition++) {
      if (owners.get(partition).equals(address(node).cluster())) {
        owned.set(partition);
      }
    }
    return owned;
  }

  @Override
  public void close() {
    for (ChildJvm node : nodes) {
      if (node != null) {
        node.killNow();
      }
    }
  }
}
