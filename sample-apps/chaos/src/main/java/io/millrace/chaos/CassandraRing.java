// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.store.embedded.EmbeddedCassandra;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Three Cassandra nodes on loopback addresses of their own, each behind a proxy whose address it
 * tells to clients. Nodes may be killed and come back with their data, on the same addresses.
 */
final class CassandraRing implements Database {
  /** How many nodes. */
  static final int NODES = 3;

  private static final int HEAP_MB = 1024;
  private static final int CQL_PORT = 9042;
  private static final int STORAGE_PORT = 7000;
  private static final Duration START_MAX = Duration.ofMinutes(3);
  // The embedded server's own main class: it ends with us, and says when clients may connect.
  private static final String MAIN = "io.millrace.store.embedded.CassandraProcess";
  private static final String READY = "millrace: cassandra is ready";

  private final Path folder;
  private final List<Path> jars;
  private final Map<Integer, FakeClock> clocks;
  private final Map<Integer, Path> commitLogs;
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final @Nullable ChildJvm[] nodes = new @Nullable ChildJvm[NODES];

  private CassandraRing(
      Path folder, List<Path> jars, Map<Integer, FakeClock> clocks, Map<Integer, Path> commitLogs) {
    this.folder = folder;
    this.jars = jars;
    this.clocks = clocks;
    this.commitLogs = commitLogs;
  }

  /**
   * Starts all nodes, one after the other.
   *
   * @param jarFolder Cassandra's class path
   * @param proxyHosts address of the proxy before each node
   * @param clocks clocks of the nodes that have one of their own
   * @param commitLogs folders of commit logs that do not lie with the data
   */
  static CassandraRing start(
      Path folder,
      Path jarFolder,
      List<String> proxyHosts,
      Map<Integer, FakeClock> clocks,
      Map<Integer, Path> commitLogs,
      long seed)
      throws IOException, InterruptedException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(jarFolder)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    var ring = new CassandraRing(folder, jars, clocks, commitLogs);
    try {
      for (int node = 0; node < NODES; node++) {
        var proxy = new InetSocketAddress(proxyHosts.get(node), CQL_PORT);
        var server = new InetSocketAddress(host(node), CQL_PORT);
        ring.proxies.add(TcpProxy.start(proxy, server, seed + node));
        ring.restart(node);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      ring.close();
      throw e;
    }
    return ring;
  }

  private static String host(int node) {
    return "127.77.0." + (11 + node);
  }

  @Override
  public int size() {
    return NODES;
  }

  @Override
  public List<InetSocketAddress> contactPoints() {
    return proxies.stream().map(TcpProxy::address).toList();
  }

  @Override
  public InetSocketAddress direct() {
    return new InetSocketAddress(host(0), CQL_PORT);
  }

  @Override
  public String datacenter() {
    return EmbeddedCassandra.DATACENTER;
  }

  @Override
  public TcpProxy proxy(int node) {
    return proxies.get(node);
  }

  private ChildJvm node(int node) {
    var child = nodes[node];
    if (child == null) {
      throw new IllegalStateException("Cassandra node " + node + " was never started");
    }
    return child;
  }

  @Override
  public void freeze(int node) {
    node(node).freeze();
  }

  @Override
  public void thaw(int node) {
    node(node).thaw();
  }

  @Override
  public void kill(int node) throws InterruptedException {
    node(node).kill();
  }

  @Override
  public void restart(int node) throws InterruptedException, IOException {
    Path home = Files.createDirectories(folder.resolve("cassandra-" + node));
    Path log = home.resolve("output.log");
    Files.writeString(home.resolve("cassandra.yaml"), yaml(node, home));
    Files.writeString(home.resolve("logback.xml"), logback(home));
    var clock = clocks.get(node);
    Map<String, String> environment = clock == null ? Map.of() : clock.environment();
    var child = ChildJvm.start("cassandra-" + node, command(home), environment, READY, log);
    nodes[node] = child;
    if (!child.awaitReady(START_MAX)) {
      throw new IllegalStateException("Cassandra node " + node + " did not start, see " + log);
    }
  }

  private List<String> command(Path home) throws IOException {
    Path options = home.resolve("jvm.options");
    try (var in = CassandraRing.class.getResourceAsStream("cassandra-jvm.options")) {
      if (in == null) {
        throw new IOException("cassandra-jvm.options is not on the class path");
      }
      Files.write(options, in.readAllBytes());
    }
    String launcher =
        EmbeddedCassandra.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms" + HEAP_MB + "m",
        "-Xmx" + HEAP_MB + "m",
        "@" + options,
        "-Dcassandra.config=" + home.resolve("cassandra.yaml").toUri(),
        "-Dcassandra.storagedir=" + home,
        "-Dlogback.configurationFile=" + home.resolve("logback.xml"),
        "-cp",
        Stream.concat(Stream.of(launcher), jars.stream().map(Path::toString))
            .collect(Collectors.joining(File.pathSeparator)),
        MAIN,
        home.resolve("lock").toString());
  }

  private String yaml(int node, Path home) {
    return """
        cluster_name: 'Millrace chaos'
        num_tokens: 1
        initial_token: %d
        auto_bootstrap: false
        partitioner: org.apache.cassandra.dht.Murmur3Partitioner
        endpoint_snitch: SimpleSnitch
        dynamic_snitch: false
        listen_address: %s
        rpc_address: %s
        broadcast_rpc_address: %s
        storage_port: %d
        native_transport_port: %d
        seed_provider:
          - class_name: org.apache.cassandra.locator.SimpleSeedProvider
            parameters:
              - seeds: "%s:%d"
        data_file_directories:
          - '%s'
        commitlog_directory: '%s'
        saved_caches_directory: '%s'
        hints_directory: '%s'
        cdc_raw_directory: '%s'
        commitlog_sync: batch
        commitlog_segment_size: 16MiB
        commitlog_total_space: 96MiB
        commit_failure_policy: stop
        disk_failure_policy: stop
        paxos_variant: v2
        phi_convict_threshold: 12
        auto_snapshot: false
        memtable_allocation_type: offheap_objects
        file_cache_size: 64MiB
        networking_cache_size: 64MiB
        concurrent_reads: 16
        concurrent_writes: 32
        concurrent_compactors: 1
        read_request_timeout: 10000ms
        write_request_timeout: 5000ms
        cas_contention_timeout: 3000ms
        request_timeout: 10000ms
        """
        .formatted(
            Long.MIN_VALUE / NODES * (NODES - node),
            host(node),
            host(node),
            proxies.get(node).address().getHostString(),
            STORAGE_PORT,
            CQL_PORT,
            host(0),
            STORAGE_PORT,
            home.resolve("data"),
            commitLogs.getOrDefault(node, home.resolve("commitlog")),
            home.resolve("saved_caches"),
            home.resolve("hints"),
            home.resolve("cdc_raw"));
  }

  private static String logback(Path home) {
    return """
        <configuration>
          <appender name="FILE" class="ch.qos.logback.core.FileAppender">
            <file>%s</file>
            <encoder>
              <pattern>%%date{yyyy-MM-dd HH:mm:ss.SSS} %%-5level [%%thread] %%logger{0} - %%msg%%n</pattern>
            </encoder>
          </appender>
          <root level="INFO">
            <appender-ref ref="FILE" />
          </root>
        </configuration>
        """
        .formatted(home.resolve("cassandra.log"));
  }

  @Override
  public void close() throws IOException {
    for (ChildJvm node : nodes) {
      if (node != null) {
        node.killNow();
      }
    }
    for (TcpProxy proxy : proxies) {
      proxy.close();
    }
  }
}
