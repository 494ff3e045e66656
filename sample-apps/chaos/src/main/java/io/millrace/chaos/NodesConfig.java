// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.typesafe.config.ConfigFactory;
import io.millrace.cli.FreePorts;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Settings and addresses of the nodes under test. */
final class NodesConfig {
  /** How many nodes. */
  static final int NODES = 3;

  private static final int GATEWAY_PORT = 7400;
  private static final int CLUSTER_PORT = 7355;

  private static final String SETTINGS =
      """
      millrace {
        node.store = cassandra
        # So that hostile bytes reach the transport. The network is this machine's own.
        node.cluster.tls.enabled = off
        ingest.answer-timeout = 2 s
        # Often, so that recoveries begin with snapshots as well.
        partition.snapshot-blocks = 100
        cassandra {
          contact-points = [%s]
          local-datacenter = %s
          keyspace = %s
          replication-factor = %d
          create-schema = false
        }
      }
      """;

  private NodesConfig() {}

  /** Nodes on the loopback address, on free ports. */
  static Nodes loopback(Network network, Database database, String keyspace, Path folder)
      throws IOException {
    List<Integer> ports = FreePorts.find(2 * NODES);
    var addresses =
        IntStream.range(0, NODES)
            .mapToObj(
                n -> new Nodes.Address(network.host(n), ports.get(2 * n), ports.get(2 * n + 1)))
            .toList();
    return new Nodes(network, addresses, settings(database, keyspace), Map.of(), folder);
  }

  /** Nodes with an address each, on the usual ports. */
  static Nodes own(
      Network network,
      Database database,
      String keyspace,
      Map<Integer, FakeClock> clocks,
      Path folder)
      throws IOException {
    var addresses =
        IntStream.range(0, NODES)
            .mapToObj(n -> new Nodes.Address(network.host(n), GATEWAY_PORT, CLUSTER_PORT))
            .toList();
    return new Nodes(network, addresses, settings(database, keyspace), clocks, folder);
  }

  /** Creates the keyspace: nodes that do so at the same time may get in each other's way. */
  static void createSchema(Database database, String keyspace) {
    var point = database.direct();
    var config =
        ConfigFactory.parseString(
                """
                millrace.cassandra {
                  contact-points = ["%s:%d"]
                  local-datacenter = %s
                  keyspace = %s
                  replication-factor = %d
                }
                """
                    .formatted(
                        point.getHostString(),
                        point.getPort(),
                        database.datacenter(),
                        keyspace,
                        database.size()))
            .withFallback(ConfigFactory.defaultReference());
    CassandraStores.connect(CassandraSettings.from(config)).close();
  }

  private static String settings(Database database, String keyspace) {
    String points =
        database.contactPoints().stream()
            .map(a -> "\"" + a.getHostString() + ":" + a.getPort() + "\"")
            .collect(Collectors.joining(", "));
    return SETTINGS.formatted(points, database.datacenter(), keyspace, database.size());
  }
}
