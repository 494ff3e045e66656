// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.typesafe.config.ConfigFactory;
import io.millrace.bench.suite.ProcessMemory;
import io.millrace.cli.FreePorts;
import io.millrace.cli.NodeProcess;
import io.millrace.node.NodeStores;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** Nodes of one cluster, each in a process of its own. Not thread-safe. */
public final class CorpusNodes implements AutoCloseable {
  private final List<NodeProcess> nodes;
  private final List<String> gateways;

  /**
   * Processor time since the start. Unit: seconds.
   *
   * @param client this process
   * @param nodes all nodes
   * @param database this process's other children
   */
  public record Cpu(double client, double nodes, double database) {
    /** What was taken since. */
    public Cpu minus(Cpu before) {
      return new Cpu(client - before.client, nodes - before.nodes, database - before.database);
    }

    /** Of all. */
    public double sum() {
      return client + nodes + database;
    }
  }

  private CorpusNodes(List<NodeProcess> nodes, List<String> gateways) {
    this.nodes = nodes;
    this.gateways = gateways;
  }

  /**
   * Starts them and waits until all are up.
   *
   * @param database where they keep their data; without one, in the heap
   * @param options for each JVM
   * @param folder gets their settings and logs
   */
  public static CorpusNodes start(
      int count,
      Optional<InetSocketAddress> database,
      String keyspace,
      List<String> options,
      Path folder)
      throws IOException {
    List<Integer> ports = FreePorts.find(count);
    var settings = new HashMap<String, Object>();
    settings.put("millrace.node.gateway.port", 0);
    settings.put("millrace.node.store", database.isPresent() ? "cassandra" : "memory");
    settings.put("millrace.cassandra.keyspace", keyspace);
    database.ifPresent(address -> settings.putAll(NodeStores.contact(address)));
    if (database.isPresent()) {
      // Created before: nodes that do so at the same time get in each other's way.
      CassandraStores.connect(
              CassandraSettings.from(
                  ConfigFactory.parseMap(settings)
                      .withFallback(ConfigFactory.defaultOverrides())
                      .withFallback(ConfigFactory.defaultReference())
                      .resolve()),
              EmbeddedCassandra.KNOWN_WEAKNESSES)
          .close();
    }
    if (count > 1) {
      settings.put(
          "millrace.node.cluster.seed-nodes", ports.stream().map(p -> "127.0.0.1:" + p).toList());
    }
    var nodes = new ArrayList<NodeProcess>();
    var gateways = new ArrayList<String>();
    try {
      for (int port : ports) {
        int n = nodes.size();
        settings.put("millrace.node.cluster.port", port);
        settings.put("millrace.state.folder", folder.resolve("state").toString());
        Path file =
            Files.writeString(
                folder.resolve("node-" + n + ".conf"),
                ConfigFactory.parseMap(settings).root().render());
        List<String> own = options.stream().map(o -> o.replace("%n", "" + n)).toList();
        nodes.add(NodeProcess.start(file, own, folder.resolve("node-" + n + ".log")));
      }
      for (NodeProcess node : nodes) {
        gateways.add(node.awaitReady().replaceAll("^READY gateway=| cluster=.*$", ""));
      }
      return new CorpusNodes(nodes, gateways);
    } catch (IOException | RuntimeException e) {
      nodes.forEach(NodeProcess::close);
      throw e;
    }
  }

  /** Addresses for clients, separated by commas. */
  public String gateways() {
    return String.join(",", gateways);
  }

  /** The nodes' processes, each by its name {@code node-0}, {@code node-1} and so on. */
  Map<String, ProcessHandle> processes() {
    var processes = new LinkedHashMap<String, ProcessHandle>();
    for (NodeProcess node : nodes) {
      ProcessHandle.of(node.pid())
          .ifPresent(process -> processes.put("node-" + processes.size(), process));
    }
    return processes;
  }

  /** Of all processes, so far. */
  public Cpu cpu() {
    ProcessHandle self = ProcessHandle.current();
    Set<Long> pids = nodes.stream().map(NodeProcess::pid).collect(Collectors.toSet());
    double own = 0;
    double others = 0;
    for (ProcessHandle child : self.descendants().toList()) {
      if (pids.contains(child.pid())) {
        own += seconds(child);
      } else {
        others += seconds(child);
      }
    }
    return new Cpu(seconds(self), own, others);
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /**
   * What lives in the heaps of all nodes, behind a collection of each. Unit: bytes. Empty if the
   * JDK's {@code jcmd} is not there.
   */
  public OptionalLong liveHeapBytes() throws IOException {
    long sum = 0;
    for (NodeProcess node : nodes) {
      OptionalLong heap = liveHeapBytes(node.pid());
      if (heap.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += heap.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  private static OptionalLong liveHeapBytes(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    if (!Files.isExecutable(jcmd)) {
      return OptionalLong.empty();
    }
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      OptionalLong found =
          lines
              .lines()
              .filter(line -> line.startsWith("Total "))
              .mapToLong(line -> Long.parseLong(line.trim().split(" +")[2]))
              .reduce((before, last) -> last);
      // Otherwise its processor time would count as the database's.
      process.onExit().join();
      return found;
    }
  }

  /** Most memory that each process ever held, added up. Unit: bytes. 0 where it is not known. */
  public long peakResidentBytes() throws IOException {
    long sum = 0;
    for (NodeProcess node : nodes) {
      sum += ProcessMemory.peakResidentBytes(node.pid());
    }
    return sum;
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
  }
}
