// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.bench.peer.data.QueryRecords;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.BoundedWrites;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The records as rows of a table with a storage-attached index on the session. */
final class CassandraRows extends HeldRecords {
  /** Parts of the ring that a sum over all is read in. */
  private static final int RANGES = 64;

  /** Parts that are read at a time; more make one node no faster. */
  private static final int READS_MAX = 4;

  private static final int PAGE_ROWS = 5_000;
  private static final byte[] NOTHING = {};
  private static final String TABLE = "bench_query_rows.record";

  private final CqlSession session;
  private final ExecutorService readers = Executors.newFixedThreadPool(READS_MAX);
  private final PreparedStatement insert;
  private final PreparedStatement byKey;
  private final PreparedStatement bySession;
  private final PreparedStatement byRange;

  /** Connects and makes the table. */
  CassandraRows(BenchDatabase database) {
    super(database);
    this.session = BoundedWrites.connect(database);
    session.execute(
        "CREATE KEYSPACE "
            + keyspace()
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute(
        "CREATE TABLE "
            + TABLE
            + " (key text PRIMARY KEY, value blob, time timestamp, amount bigint, country text,"
            + " session text)");
    session.execute(
        "CREATE CUSTOM INDEX record_session ON "
            + TABLE
            + " (session) USING 'StorageAttachedIndex'");
    this.insert =
        session.prepare(
            "INSERT INTO "
                + TABLE
                + " (key, value, time, amount, country, session) VALUES (?, ?, ?, ?, ?, ?)");
    this.byKey = session.prepare("SELECT value FROM " + TABLE + " WHERE key = ?");
    this.bySession =
        session.prepare("SELECT key, value, amount FROM " + TABLE + " WHERE session = ?");
    this.byRange =
        session.prepare(
            "SELECT country, amount FROM " + TABLE + " WHERE token(key) >= ? AND token(key) <= ?");
  }

  @Override
  public String name() {
    return "cassandra-sai";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "table",
        "PRIMARY KEY (key), StorageAttachedIndex on session made before the rows; compression and"
            + " compaction are the defaults",
        "load",
        "one prepared insert a record, " + BoundedWrites.IN_FLIGHT_MAX + " under way",
        "sums",
        "added up by the client, as CQL groups by keys only: "
            + RANGES
            + " ranges of the ring, "
            + READS_MAX
            + " at a time, pages of "
            + PAGE_ROWS
            + " rows");
  }

  @Override
  public String promises() {
    return "acknowledged = in the commit log; the newest write of a key wins, no order, no history;"
        + " a sum over all is of no one moment";
  }

  @Override
  String keyspace() {
    return "bench_query_rows";
  }

  @Override
  void fill(long records) throws InterruptedException {
    var writes = new BoundedWrites(session);
    for (long i = 0; i < records; i++) {
      writes.write(
          insert.bind(
              QueryRecords.key(i),
              ByteBuffer.wrap(QueryRecords.value(i)),
              Instant.ofEpochMilli(QueryRecords.timeMs(i)),
              QueryRecords.amount(i),
              QueryRecords.country(i),
              QueryRecords.session(i)));
    }
    writes.finish();
  }

  @Override
  public byte[] lookUp(String key) {
    Row row = session.execute(byKey.bind(key)).one();
    ByteBuffer value = row == null ? null : row.getByteBuffer("value");
    if (value == null) {
      return NOTHING;
    }
    var bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }

  @Override
  public long filter(String of) {
    long count = 0;
    for (Row row : session.execute(bySession.bind(of).setPageSize(PAGE_ROWS))) {
      count += row.isNull("value") || row.isNull("amount") ? 0 : 1;
    }
    return count;
  }

  /** Of one country. */
  private record Sum(long records, long amounts) {
    Sum plus(Sum other) {
      return new Sum(records + other.records, amounts + other.amounts);
    }
  }

  @Override
  public Totals aggregate() throws InterruptedException, ExecutionException {
    long step = Long.MAX_VALUE / (RANGES / 2);
    List<Callable<Map<String, Sum>>> tasks = new ArrayList<>();
    for (int i = 0; i < RANGES; i++) {
      long from = Long.MIN_VALUE + i * step + i;
      long to = i == RANGES - 1 ? Long.MAX_VALUE : from + step;
      tasks.add(() -> sums(from, to));
    }
    var all = new HashMap<String, Sum>();
    for (Future<Map<String, Sum>> done : readers.invokeAll(tasks)) {
      done.get().forEach((country, sum) -> all.merge(country, sum, Sum::plus));
    }
    long records = 0;
    double amounts = 0;
    for (Sum sum : all.values()) {
      records += sum.records();
      amounts += sum.amounts();
    }
    return new Totals(all.size(), records, amounts);
  }

  private Map<String, Sum> sums(long from, long to) {
    var sums = new HashMap<String, Sum>();
    for (Row row : session.execute(byRange.bind(from, to).setPageSize(PAGE_ROWS))) {
      String country = row.getString("country");
      sums.merge(country == null ? "" : country, new Sum(1, row.getLong("amount")), Sum::plus);
    }
    return sums;
  }

  @Override
  public void close() {
    readers.shutdownNow();
    session.close();
  }
}
