// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import com.typesafe.config.ConfigFactory;
import io.millrace.store.BlockLog;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.JobRegistry;
import io.millrace.store.PackStore;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Stores;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.store.memory.InMemoryStores;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** Opens the stores that the settings name. */
public final class NodeStores {
  private NodeStores() {}

  /** Opens them; blocks. Fails UNAVAILABLE if the database cannot be reached or started. */
  public static Stores open(NodeSettings settings) {
    return switch (settings.store()) {
      case MEMORY -> new InMemoryStores();
      case CASSANDRA -> CassandraStores.connect(CassandraSettings.from(settings.config()));
      case EMBEDDED -> embedded(settings);
    };
  }

  private static Stores embedded(NodeSettings settings) {
    EmbeddedCassandra server =
        EmbeddedCassandra.start(EmbeddedCassandraSettings.from(settings.config()));
    try {
      var config =
          ConfigFactory.parseMap(contact(server.contactPoint())).withFallback(settings.config());
      var stores =
          CassandraStores.connect(
              CassandraSettings.from(config), EmbeddedCassandra.KNOWN_WEAKNESSES);
      return new WithServer(stores, server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** The settings under which stores reach an embedded server, by path. */
  public static Map<String, Object> contact(InetSocketAddress address) {
    return Map.of(
        "millrace.cassandra.contact-points",
        List.of(address.getHostString() + ":" + address.getPort()),
        "millrace.cassandra.local-datacenter",
        EmbeddedCassandra.DATACENTER);
  }

  /** Stores whose server ends with them. */
  private record WithServer(Stores stores, EmbeddedCassandra server) implements Stores {
    @Override
    public BlockLog blocks() {
      return stores.blocks();
    }

    @Override
    public PackStore packs() {
      return stores.packs();
    }

    @Override
    public SnapshotStore snapshots() {
      return stores.snapshots();
    }

    @Override
    public ProducerRegistry producers() {
      return stores.producers();
    }

    @Override
    public DictionaryStore dictionaries() {
      return stores.dictionaries();
    }

    @Override
    public JobRegistry jobs() {
      return stores.jobs();
    }

    @Override
    public Erasure erasure() {
      return stores.erasure();
    }

    @Override
    public void close() {
      stores.close();
      server.close();
    }
  }
}
