// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.bench.peer.ingest.RecordSink;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * One prepared, asynchronous insert for each record; a partition for each key, its newest record
 * first. Thread-safe.
 */
final class RowSink implements RecordSink {
  private static final String IN_FLIGHT = "in-flight";
  private static final int IN_FLIGHT_MAX = 512;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final long firstSequence;
  private final Outcome outcome;
  private final Semaphore free;

  private RowSink(
      CqlSession session,
      PreparedStatement insert,
      long firstSequence,
      Outcome outcome,
      int inFlight) {
    this.session = session;
    this.insert = insert;
    this.firstSequence = firstSequence;
    this.outcome = outcome;
    this.free = new Semaphore(inFlight);
  }

  /** Creates the table. */
  static RowTable create(CqlSession session, String keyspace, Map<String, String> told) {
    int inFlight = DriverPeer.number(told, IN_FLIGHT, IN_FLIGHT_MAX);
    session.execute(
        """
        CREATE TABLE IF NOT EXISTS %s.records (
          key blob, sequence bigint, value blob, PRIMARY KEY (key, sequence)
        ) WITH CLUSTERING ORDER BY (sequence DESC)
          AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""
            .formatted(keyspace));
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO %s.records (key, sequence, value) VALUES (?, ?, ?)".formatted(keyspace));
    return new RowTable() {
      @Override
      public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put(
            "in flight",
            "%d inserts at a time for all producers together; 64 took more processor time a record"
                .formatted(inFlight));
        settings.put(
            "table",
            "PRIMARY KEY (key, sequence), newest first, so that a key's newest record is the first"
                + " row of its partition; compression as it is by default (LZ4);"
                + " UnifiedCompactionStrategy T4, which Cassandra 5 recommends and Millrace's own"
                + " blocks have");
        return settings;
      }

      @Override
      public RecordSink sink(long firstSequence, Outcome outcome) {
        return new RowSink(session, insert, firstSequence, outcome, inFlight);
      }
    };
  }

  @Override
  public void send(long place, byte[] key, byte[] value) throws InterruptedException {
    free.acquire();
    write(
        insert.bind(ByteBuffer.wrap(key), firstSequence + place, ByteBuffer.wrap(value)), place, 0);
  }

  private void write(BoundStatement row, long place, int retries) {
    session
        .executeAsync(row)
        .whenComplete(
            (done, failure) -> {
              if (failure != null && WriteRetries.isWorthOneMore(failure, retries)) {
                write(row, place, retries + 1);
                return;
              }
              free.release();
              if (failure == null) {
                outcome.acknowledged(place);
              } else {
                outcome.failed(failure);
              }
            });
  }

  /** Nothing waits here. */
  @Override
  public void flush() {}
}
