// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.millrace.node.NodeStores;
import io.millrace.store.Stores;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.store.memory.InMemoryStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a benchmark's data lie. A picocli mixin. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StoreOption {
  /** The kinds. */
  enum Kind {
    /** A Cassandra of one node in a child JVM. */
    embedded,
    /** The heap: for trying a command out; its figures mean nothing. */
    memory
  }

  @Option(
      names = "--store",
      defaultValue = "embedded",
      description =
          "Where the data lie: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). Figures of memory"
              + " mean nothing.")
  private Kind kind = Kind.embedded;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs of the embedded Cassandra (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** What was opened, to be closed together. */
  record Opened(Stores stores, Runnable stopServer) implements AutoCloseable {
    @Override
    public void close() {
      try {
        stores.close();
      } finally {
        stopServer.run();
      }
    }
  }

  /** The settings as they are by default, with some others. */
  static Config settings(Map<String, Object> others) {
    return ConfigFactory.parseMap(others)
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  /** Opens the stores; starts the server if need be. Blocks. */
  Opened open() throws IOException {
    if (kind == Kind.memory) {
      return new Opened(new InMemoryStores(), () -> {});
    }
    Files.createDirectories(folder);
    EmbeddedCassandra server =
        EmbeddedCassandra.start(
            EmbeddedCassandraSettings.from(settings(Map.of()))
                .withFolder(folder.resolve("cassandra")));
    try {
      var contact = settings(NodeStores.contact(server.contactPoint()));
      var stores =
          CassandraStores.connect(
              CassandraSettings.from(contact), EmbeddedCassandra.KNOWN_WEAKNESSES);
      return new Opened(stores, server::close);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }
}
