// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.BoundedWrites;
import io.millrace.model.ResultRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records as rows of a table that Cassandra compresses. */
final class StoredRows extends StoreSide {
  private final String name;
  private final String compressor;
  private final CqlSession session;

  /**
   * Connects.
   *
   * @param name of the contender
   * @param compressor Cassandra's class for it
   */
  StoredRows(String name, String compressor, BenchDatabase database, CodecData data) {
    super(database, data);
    this.name = name;
    this.compressor = compressor;
    this.session = BoundedWrites.connect(database);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "compression",
        compressor + " with chunk_length_in_kb 64 (default 16): greater chunks become smaller",
        "table",
        "PRIMARY KEY (key, sequence), text columns; one prepared insert a record, "
            + BoundedWrites.IN_FLIGHT_MAX
            + " under way");
  }

  @Override
  public String promises() {
    return "acknowledged = in the commit log; each row for itself, retries write it again";
  }

  @Override
  long store(String keyspace, List<ResultRecord> results) throws InterruptedException {
    session.execute(
        "CREATE KEYSPACE "
            + keyspace
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute(
        "CREATE TABLE "
            + keyspace
            + ".record (key text, sequence bigint, event_time timestamp, value text,"
            + " PRIMARY KEY (key, sequence)) WITH compression = {'class': '"
            + compressor
            + "', 'chunk_length_in_kb': 64}");
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO "
                + keyspace
                + ".record (key, sequence, event_time, value) VALUES (?, ?, ?, ?)");
    long start = System.nanoTime();
    var writes = new BoundedWrites(session);
    long sequence = 0;
    for (ResultRecord result : results) {
      writes.write(
          insert.bind(
              result.key().toStringUtf8(),
              ++sequence,
              Instant.ofEpochMilli(result.eventTimeMs()),
              result.value().toStringUtf8()));
    }
    writes.finish();
    return System.nanoTime() - start;
  }

  @Override
  public void close() {
    session.close();
  }
}
