// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import com.typesafe.config.ConfigFactory;
import io.millrace.node.NodeStores;
import io.millrace.store.Stores;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The Cassandra that all contenders of a race write to: one node in a JVM of its own, with an empty
 * folder, its commit log synced before each acknowledgement. Not thread-safe.
 */
public final class BenchDatabase implements AutoCloseable {
  private final EmbeddedCassandra server;
  private final boolean isLent;

  private BenchDatabase(EmbeddedCassandra server, boolean isLent) {
    this.server = server;
    this.isLent = isLent;
  }

  /**
   * Starts one and waits until it is up.
   *
   * @param folder gets its data and logs; created
   * @param cache holds what makes the next start faster
   */
  public static BenchDatabase start(Path folder, Path cache) throws IOException {
    Files.createDirectories(folder);
    var reference =
        ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
    var settings = EmbeddedCassandraSettings.from(reference).withFolder(folder).withCache(cache);
    return new BenchDatabase(EmbeddedCassandra.start(settings), false);
  }

  /** The same one for another user, who closes it in vain: it runs until this here is closed. */
  BenchDatabase lend() {
    return new BenchDatabase(server, true);
  }

  /** Whether closing it stops it, so that what is on disk can be counted. */
  public boolean countsDisk() {
    return !isLent;
  }

  /** Where clients connect. */
  public InetSocketAddress address() {
    return server.contactPoint();
  }

  /** The same as {@code host:port}. */
  public String contactPoint() {
    return address().getHostString() + ":" + address().getPort();
  }

  /** The datacenter that drivers ask for. */
  public String datacenter() {
    return EmbeddedCassandra.DATACENTER;
  }

  /** Connects to a keyspace as a node does; its tables are created if need be. */
  public Stores connect(String keyspace) {
    Map<String, Object> settings = new HashMap<>(NodeStores.contact(address()));
    settings.put("millrace.cassandra.keyspace", keyspace);
    return CassandraStores.connect(
        CassandraSettings.from(
            ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(ConfigFactory.defaultReference())
                .resolve()),
        EmbeddedCassandra.KNOWN_WEAKNESSES);
  }

  /** Its process. */
  public ProcessHandle process() {
    return ProcessHandle.of(server.pid())
        .orElseThrow(() -> new IllegalStateException("database is gone: pid " + server.pid()));
  }

  /**
   * What all tables of a keyspace take on disk. Only once it is closed: then all is there, and
   * nothing but what is needed.
   */
  public long bytesOnDisk(String keyspace) throws IOException {
    if (server.isRunning()) {
      throw new IllegalStateException("database still runs (expected: closed)");
    }
    return TableFiles.bytes(server.folder(), keyspace);
  }

  /** Stops it in order; what was in memory goes to disk. */
  @Override
  public void close() {
    if (!isLent) {
      server.close();
    }
  }
}
