// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.bench.peer.ingest.RecordSink;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Unlogged batches, each into one partition. Keys share partitions, many to a bucket, since random
 * keys would never fill a batch if each had a partition of its own; a bucket has a partition for
 * each minute, so that none grows without end. Thread-safe.
 */
final class BatchSink implements RecordSink {
  private static final String BUCKETS = "buckets";
  private static final int BUCKETS_USUAL = 16;
  private static final String BATCH_BYTES = "batch-bytes";
  private static final int BATCH_BYTES_MAX = 128 * 1024;

  private final Bucket[] buckets;
  private final long firstSequence;

  private BatchSink(Bucket[] buckets, long firstSequence) {
    this.buckets = buckets;
    this.firstSequence = firstSequence;
  }

  /** Creates the table. */
  static RowTable create(CqlSession session, String keyspace, Map<String, String> told) {
    int count = DriverPeer.number(told, BUCKETS, BUCKETS_USUAL);
    int batchBytes = DriverPeer.number(told, BATCH_BYTES, BATCH_BYTES_MAX);
    session.execute(
        """
        CREATE TABLE IF NOT EXISTS %s.records (
          bucket int, minute bigint, key blob, sequence bigint, value blob,
          PRIMARY KEY ((bucket, minute), key, sequence)
        ) WITH CLUSTERING ORDER BY (key ASC, sequence DESC)
          AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'T4'}"""
            .formatted(keyspace));
    PreparedStatement insert =
        session.prepare(
            "INSERT INTO %s.records (bucket, minute, key, sequence, value) VALUES (?, ?, ?, ?, ?)"
                .formatted(keyspace));
    return new RowTable() {
      @Override
      public Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put(
            "buckets",
            "%d: keys share partitions by their hash, since random keys with a partition each never"
                    .formatted(count)
                + " fill a batch; fewer buckets fill longer batches");
        settings.put(
            "batches",
            "unlogged, up to %d bytes of keys and values, one at a time for each bucket; what comes"
                    .formatted(batchBytes)
                + " meanwhile joins the next; a batch that is not full leaves when its producers"
                + " have nothing more at once; batches of 32 KiB took more processor time a"
                + " record");
        settings.put(
            "table",
            "PRIMARY KEY ((bucket, minute), key, sequence), newest first within a key; a minute to"
                + " a partition keeps each below 100 MB; compression as it is by default (LZ4);"
                + " UnifiedCompactionStrategy T4, which Cassandra 5 recommends and Millrace's own"
                + " blocks have");
        return settings;
      }

      @Override
      public RecordSink sink(long firstSequence, RecordSink.Outcome outcome) {
        var all = new Bucket[count];
        Arrays.setAll(all, number -> new Bucket(number, session, insert, batchBytes, outcome));
        return new BatchSink(all, firstSequence);
      }
    };
  }

  @Override
  public void send(long place, byte[] key, byte[] value) throws InterruptedException {
    int bucket = Math.floorMod(Arrays.hashCode(key), buckets.length);
    buckets[bucket].add(new Bucket.Row(place, firstSequence + place, key, value));
  }

  @Override
  public void flush() {
    for (Bucket bucket : buckets) {
      bucket.flush();
    }
  }
}
