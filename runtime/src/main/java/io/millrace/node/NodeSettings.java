// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.millrace.cluster.ClusterNode;
import io.millrace.cluster.ClusterSettings;
import io.millrace.cluster.ClusterTls;
import io.millrace.compact.CompactSettings;
import io.millrace.dictionary.DictionarySettings;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.gateway.Limits;
import io.millrace.ingest.IngestSettings;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.Ranges;
import io.millrace.partition.PartitionSettings;
import io.millrace.partition.StateSettings;
import io.millrace.partition.WatchSettings;
import io.millrace.query.QuerySettings;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * A node's settings, read once and checked; {@code millrace.*} in the modules' {@code
 * reference.conf} says what each means.
 *
 * @param gatewayPort 0 for any free one
 * @param clusterPort 0 for any free one
 * @param seedNodes {@code host:port} of nodes to join; empty: the node forms a cluster of its own
 */
public record NodeSettings(
    Config config,
    String gatewayHost,
    int gatewayPort,
    String clusterHost,
    int clusterPort,
    List<String> seedNodes,
    ClusterTls clusterTls,
    StoreKind store,
    ClusterSettings cluster,
    Duration startTimeout,
    Duration drainTimeout,
    Duration jobsRefresh,
    Duration budgetCheck,
    PartitionSettings partition,
    WatchSettings watch,
    StateSettings state,
    ExchangeSettings exchange,
    DictionarySettings dictionary,
    IngestSettings ingest,
    QuerySettings query,
    CompactSettings compact,
    Limits limits) {
  public NodeSettings {
    seedNodes = List.copyOf(seedNodes);
    Ranges.check("millrace.node.gateway.port", gatewayPort, 0, 65_535);
    Ranges.check("millrace.node.cluster.port", clusterPort, 0, 65_535);
    for (String seed : seedNodes) {
      if (!seed.matches("[^:\\s]+:\\d{1,5}")) {
        throw new IllegalArgumentException(
            "millrace.node.cluster.seed-nodes: '" + seed + "' (expected: host:port)");
      }
    }
    Ranges.checkMs("millrace.node.start-timeout", startTimeout, 1_000, 3_600_000);
    Ranges.checkMs("millrace.node.drain-timeout", drainTimeout, 0, 300_000);
    Ranges.checkMs("millrace.jobs.refresh-interval", jobsRefresh, 10, 3_600_000);
    Ranges.checkMs("millrace.jobs.budget-check-interval", budgetCheck, 10, 3_600_000);
  }

  /**
   * Reads a file over the reference settings; system properties win over both.
   *
   * @throws MillraceException CALLER if the file is missing, or a key is wrong: the message names
   *     key, value and what was expected
   */
  public static NodeSettings load(Path file) {
    if (!Files.isReadable(file)) {
      throw MillraceException.of(Kind.CALLER, "configuration cannot be read")
          .with("file", file)
          .with("expected", "a readable HOCON file such as config/node.conf");
    }
    return checked(
        () ->
            from(
                ConfigFactory.defaultOverrides()
                    .withFallback(ConfigFactory.parseFile(file.toFile()))
                    .withFallback(ClusterNode.defaults())
                    .resolve()));
  }

  /** Reads HOCON text over the reference settings; system properties win over both. */
  public static NodeSettings parse(String hocon) {
    return checked(
        () ->
            from(
                ConfigFactory.defaultOverrides()
                    .withFallback(ConfigFactory.parseString(hocon))
                    .withFallback(ClusterNode.defaults())
                    .resolve()));
  }

  /** Takes settings over the reference settings; system properties do not count. */
  public static NodeSettings of(Config own) {
    return checked(() -> from(own.withFallback(ClusterNode.defaults()).resolve()));
  }

  private static NodeSettings checked(Supplier<NodeSettings> read) {
    try {
      return read.get();
    } catch (ConfigException | IllegalArgumentException | ArithmeticException e) {
      throw MillraceException.of(Kind.CALLER, "configuration is wrong", e)
          .with("cause", e.getMessage());
    }
  }

  private static NodeSettings from(Config root) {
    Config c = root.getConfig("millrace.node");
    // Read here only to refuse what is wrong before anything starts; NodeStores reads them to use.
    CassandraSettings.from(root);
    EmbeddedCassandraSettings.from(root);
    return new NodeSettings(
        root,
        c.getString("gateway.host"),
        c.getInt("gateway.port"),
        c.getString("cluster.host"),
        c.getInt("cluster.port"),
        c.getStringList("cluster.seed-nodes"),
        ClusterTls.from(root),
        StoreKind.parse(c.getString("store")),
        ClusterSettings.from(root),
        c.getDuration("start-timeout"),
        c.getDuration("drain-timeout"),
        root.getDuration("millrace.jobs.refresh-interval"),
        root.getDuration("millrace.jobs.budget-check-interval"),
        PartitionSettings.from(root),
        WatchSettings.from(root),
        StateSettings.from(root),
        ExchangeSettings.from(root),
        DictionarySettings.from(root),
        IngestSettings.from(root),
        QuerySettings.from(root),
        CompactSettings.from(root),
        Limits.from(root));
  }
}
