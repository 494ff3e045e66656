// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import com.typesafe.config.ConfigFactory;
import io.millrace.cli.NodeProcess;
import io.millrace.node.NodeStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One node of Millrace in a JVM of its own, over the database of a race. Not thread-safe. */
public final class BenchNode implements AutoCloseable {
  private final NodeProcess process;
  private final String gateway;

  private BenchNode(NodeProcess process, String gateway) {
    this.process = process;
    this.gateway = gateway;
  }

  /**
   * Starts one and waits until it is up.
   *
   * @param keyspace of its own in the database
   * @param settings other than the defaults, by path
   * @param options for the JVM, such as {@code -Xmx1g}
   * @param folder gets settings and log; created
   */
  public static BenchNode start(
      BenchDatabase database,
      String keyspace,
      Map<String, Object> settings,
      List<String> options,
      Path folder)
      throws IOException {
    Files.createDirectories(folder);
    var all = new HashMap<String, Object>();
    all.put("millrace.node.store", "cassandra");
    all.put("millrace.node.gateway.port", 0);
    all.put("millrace.node.cluster.port", 0);
    all.put("millrace.cassandra.keyspace", keyspace);
    all.put("millrace.state.folder", folder.resolve("state").toString());
    all.putAll(NodeStores.contact(database.address()));
    all.putAll(settings);
    Path file =
        Files.writeString(folder.resolve("node.conf"), ConfigFactory.parseMap(all).root().render());
    NodeProcess process = NodeProcess.start(file, options, folder.resolve("node.log"));
    try {
      String gateway = process.awaitReady().replaceAll("^READY gateway=| cluster=.*$", "");
      return new BenchNode(process, gateway);
    } catch (IOException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Where clients connect, {@code host:port}. */
  public String gateway() {
    return gateway;
  }

  /** Its process. */
  public ProcessHandle process() {
    return ProcessHandle.of(process.pid())
        .orElseThrow(() -> new IllegalStateException("node is gone: pid " + process.pid()));
  }

  /** Stops it in order. */
  @Override
  public void close() {
    process.close();
  }
}
