// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.google.protobuf.ByteString;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The plain way to keep keyed records in Cassandra: one row each, asynchronous inserts by the
 * driver, so many at a time. One thread submits.
 */
final class RowWriter implements AutoCloseable {
  private final CqlSession session;
  private final PreparedStatement insert;
  private final int inFlightMax;
  private final Semaphore room;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  RowWriter(InetSocketAddress cassandra, String datacenter, int inFlightMax) {
    this.session =
        CqlSession.builder()
            .addContactPoint(cassandra)
            .withLocalDatacenter(datacenter)
            .withConfigLoader(
                com.datastax.oss.driver.api.core.config.DriverConfigLoader.programmaticBuilder()
                    .withDuration(
                        com.datastax.oss.driver.api.core.config.DefaultDriverOption.REQUEST_TIMEOUT,
                        Duration.ofSeconds(30))
                    .build())
            .build();
    session.execute(
        "CREATE KEYSPACE IF NOT EXISTS bench_rows WITH replication = "
            + "{'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute(
        "CREATE TABLE IF NOT EXISTS bench_rows.record "
            + "(key blob, producer text, sequence bigint, value blob, "
            + "PRIMARY KEY (key, producer, sequence))");
    this.insert =
        session.prepare(
            "INSERT INTO bench_rows.record (key, producer, sequence, value) VALUES (?, ?, ?, ?)");
    this.inFlightMax = inFlightMax;
    this.room = new Semaphore(inFlightMax);
  }

  void write(ByteString key, String producer, long sequence, ByteString value)
      throws InterruptedException {
    room.acquire();
    session
        .executeAsync(
            insert.bind(
                key.asReadOnlyByteBuffer(), producer, sequence, value.asReadOnlyByteBuffer()))
        .whenComplete(
            (done, cause) -> {
              if (cause != null) {
                failure.compareAndSet(null, cause);
              }
              room.release();
            });
  }

  /** Waits until every row is acknowledged. */
  void finish() throws InterruptedException {
    room.acquire(inFlightMax);
    room.release(inFlightMax);
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a row was not written", cause);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
