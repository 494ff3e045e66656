// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.millrace.client.ClientSettings;
import io.millrace.cluster.ClusterNode;
import io.millrace.model.Ranges;
import io.millrace.node.NodeSettings;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * What a node inside an application's JVM is to be. Start from {@link #of} and change what differs;
 * of two changes of one thing the later one counts. Immutable.
 *
 * <p>Neither the host's {@code application.conf} nor its system properties count, but for {@value
 * #JARS}, which is where the embedded Cassandra's jars lie unless the settings say.
 */
public final class EmbeddedSettings {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int PORT_MAX = 65_535;
  private static final String ADDRESS = "[^:\\s]+:\\d{1,5}";
  private static final String JARS = "millrace.embedded-cassandra.jars";

  private final List<Job> jobs;
  private final boolean discovering;
  private final ClientSettings client;
  private final Config config;

  private EmbeddedSettings(
      List<Job> jobs, boolean discovering, ClientSettings client, Config config) {
    this.jobs = jobs;
    this.discovering = discovering;
    this.client = client;
    this.config = config;
  }

  /** A node with these jobs, on free loopback ports, that keeps its bytes in memory only. */
  public static EmbeddedSettings of(Job... jobs) {
    return of(List.of(jobs));
  }

  /** As {@link #of(Job...)}. */
  public static EmbeddedSettings of(List<Job> jobs) {
    return new EmbeddedSettings(
            List.copyOf(jobs), false, ClientSettings.defaults(), ConfigFactory.empty())
        .withMemoryStore()
        .withGateway(LOOPBACK, 0)
        .withCluster(LOOPBACK, 0, List.of());
  }

  /**
   * With the jobs, too, that the class path brings: {@code java.util.ServiceLoader} finds their
   * {@link JobProvider}s through the starting thread's context class loader.
   */
  public EmbeddedSettings withDiscoveredJobs() {
    return new EmbeddedSettings(jobs, true, client, config);
  }

  /** Keeps bytes in memory: all is lost at the end. For tests and for trying things out. */
  public EmbeddedSettings withMemoryStore() {
    return with(Map.of("millrace.node.store", "memory"));
  }

  /**
   * Keeps bytes in a real Cassandra of one node, in a child JVM that starts and ends with the node.
   *
   * @param folder holds its data, used by one node at a time; made if missing
   */
  public EmbeddedSettings withEmbeddedCassandra(Path folder) {
    return with(
        Map.of(
            "millrace.node.store",
            "embedded",
            "millrace.embedded-cassandra.folder",
            folder.toAbsolutePath().toString()));
  }

  /**
   * Takes the embedded Cassandra's own jars from this folder; docs/embedding.md tells how to get
   * them.
   */
  public EmbeddedSettings withCassandraJars(Path folder) {
    return with(Map.of(JARS, folder.toAbsolutePath().toString()));
  }

  /**
   * Keeps bytes in a Cassandra that others run.
   *
   * @param contactPoints nodes to ask first, each {@code host:port}, at least one
   * @param localDatacenter the datacenter that holds the replicas
   * @param keyspace one per Millrace cluster; created if missing
   */
  public EmbeddedSettings withCassandra(
      List<String> contactPoints, String localDatacenter, String keyspace) {
    if (contactPoints.isEmpty()) {
      throw new IllegalArgumentException("contactPoints: [] (expected: at least one host:port)");
    }
    checkAddresses("contactPoints", contactPoints);
    return with(
        Map.of(
            "millrace.node.store",
            "cassandra",
            "millrace.cassandra.contact-points",
            List.copyOf(contactPoints),
            "millrace.cassandra.local-datacenter",
            localDatacenter,
            "millrace.cassandra.keyspace",
            keyspace));
  }

  /**
   * Listens here for clients, those in this JVM included.
   *
   * @param port 0 for any free one
   */
  public EmbeddedSettings withGateway(String host, int port) {
    Ranges.check("gateway port", port, 0, PORT_MAX);
    return with(Map.of("millrace.node.gateway.host", host, "millrace.node.gateway.port", port));
  }

  /**
   * Forms a cluster with other nodes, which must share the store; beyond loopback that takes TLS:
   * docs/cluster.md.
   *
   * @param host where the others reach this node
   * @param port 0 for any free one
   * @param seeds {@code host:port} of nodes to join; empty: the node forms a cluster of its own
   */
  public EmbeddedSettings withCluster(String host, int port, List<String> seeds) {
    Ranges.check("cluster port", port, 0, PORT_MAX);
    checkAddresses("seeds", seeds);
    return with(
        Map.of(
            "millrace.node.cluster.host",
            host,
            "millrace.node.cluster.port",
            port,
            "millrace.node.cluster.seed-nodes",
            List.copyOf(seeds)));
  }

  /** The application's own client of the node behaves so. */
  public EmbeddedSettings withClient(ClientSettings settings) {
    return new EmbeddedSettings(jobs, discovering, settings, config);
  }

  /**
   * With any of the keys below {@code millrace} that the modules' {@code reference.conf} tell of;
   * what lies beside {@code millrace} is left out.
   *
   * @param overlay one's own keys only: {@code ConfigFactory.load()} brings all reference settings,
   *     too, and with them another store and fixed ports
   * @throws IllegalArgumentException if there is no such key
   */
  public EmbeddedSettings withConfig(Config overlay) {
    Config own = overlay.resolve().withOnlyPath("millrace");
    Config reference = ClusterNode.defaults().resolve();
    for (var entry : own.entrySet()) {
      if (!reference.hasPathOrNull(entry.getKey())) {
        throw new IllegalArgumentException(
            entry.getKey()
                + ": "
                + entry.getValue().unwrapped()
                + " (expected: a key that a reference.conf has)");
      }
    }
    return new EmbeddedSettings(jobs, discovering, client, own.withFallback(config));
  }

  private EmbeddedSettings with(Map<String, Object> values) {
    Config changed = config;
    for (var value : values.entrySet()) {
      changed = changed.withValue(value.getKey(), ConfigValueFactory.fromAnyRef(value.getValue()));
    }
    return new EmbeddedSettings(jobs, discovering, client, changed);
  }

  private static void checkAddresses(String name, List<String> addresses) {
    for (String address : addresses) {
      if (!address.matches(ADDRESS)) {
        throw new IllegalArgumentException(name + ": '" + address + "' (expected: host:port)");
      }
    }
  }

  ClientSettings client() {
    return client;
  }

  /** The settings as the node takes them, checked. */
  NodeSettings node() {
    String jars = System.getProperty(JARS);
    Config known =
        jars == null ? config : config.withFallback(ConfigFactory.parseMap(Map.of(JARS, jars)));
    return NodeSettings.of(known);
  }

  /** Those given and those found. */
  List<Job> allJobs() {
    List<Job> all =
        discovering
            ? Stream.concat(
                    jobs.stream(),
                    ServiceLoader.load(JobProvider.class).stream().map(p -> p.get().job()))
                .toList()
            : jobs;
    if (all.isEmpty()) {
      throw new IllegalArgumentException("jobs: [] (expected: at least one job)");
    }
    var names = new HashSet<String>();
    for (Job job : all) {
      if (!names.add(job.name())) {
        throw new IllegalArgumentException(
            "jobs: two named '" + job.name() + "' (expected: a name each)");
      }
    }
    return all;
  }
}
