// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.ingest.IngestLoad;
import io.millrace.bench.peer.ingest.IngestRound;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Writes rounds of records through one session; every record of every round is a row of its own.
 */
final class DriverPeer implements Peer {
  private static final int SILENT_SECONDS_MAX = 60;
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
  private static final int CONNECTIONS = 1;

  private final CqlSession session;
  private final RowTable table;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private long written;

  private DriverPeer(CqlSession session, RowTable table) {
    this.session = session;
    this.table = table;
  }

  /** Connects, and creates keyspace and table. */
  static DriverPeer start(Map<String, String> told) {
    CqlSession session = session(told);
    String keyspace = must(told, DriverMain.KEYSPACE);
    session.execute(
        ("CREATE KEYSPACE IF NOT EXISTS %s WITH replication ="
                + " {'class': 'SimpleStrategy', 'replication_factor': 1}")
            .formatted(keyspace));
    String writes = must(told, DriverMain.WRITES);
    RowTable table =
        switch (writes) {
          case DriverMain.ROWS -> RowSink.create(session, keyspace, told);
          case DriverMain.BATCHES -> BatchSink.create(session, keyspace, told);
          default ->
              throw new IllegalArgumentException(
                  "writes: %s (expected: %s or %s)"
                      .formatted(writes, DriverMain.ROWS, DriverMain.BATCHES));
        };
    var peer = new DriverPeer(session, table);
    peer.settings.put(
        "driver",
        "4.19; one connection, the driver's default, consistency LOCAL_QUORUM as on Millrace's"
            + " side, statements marked idempotent so that the driver may retry, request timeout 20"
            + " s instead of 2 s so that a pause of the database fails no round; all else as it is"
            + " by default");
    peer.settings.put(
        "retries",
        "an insert whose write timed out in the database, or was refused as too many, is sent again"
            + " up to %d times; the driver's own policy would give up".formatted(WriteRetries.MAX));
    peer.settings.putAll(table.settings());
    return peer;
  }

  private static CqlSession session(Map<String, String> told) {
    String[] address = must(told, DriverMain.CONTACT_POINT).split(":");
    int connections = Integer.parseInt(told.getOrDefault("connections", CONNECTIONS + ""));
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
        .withLocalDatacenter(must(told, DriverMain.DATACENTER))
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
                .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
                .withBoolean(DefaultDriverOption.REQUEST_DEFAULT_IDEMPOTENCE, true)
                .withInt(DefaultDriverOption.CONNECTION_POOL_LOCAL_SIZE, connections)
                .build())
        .build();
  }

  static int number(Map<String, String> told, String name, int usual) {
    return Integer.parseInt(told.getOrDefault(name, usual + ""));
  }

  private static String must(Map<String, String> told, String name) {
    String value = told.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no argument %s (expected: beside %s)".formatted(name, told.keySet()));
    }
    return value;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Map<String, Double> round(Map<String, String> told) throws InterruptedException {
    IngestLoad load = IngestLoad.from(told);
    long first = written;
    var round = new IngestRound(load, first);
    // Those of a round that fails count too: whichever were written stay.
    written += load.records();
    return round.run(table.sink(first, round), SILENT_SECONDS_MAX, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    session.close();
  }
}
