// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A table of blocks in Cassandra as millrace has one, but for its compaction: blocks are appended
 * to it, whole buckets deleted, single blocks read. Not thread-safe.
 */
final class BlockLoad {
  /** The table's name. */
  static final String TABLE = "block";

  private static final int BUCKET_BLOCKS = 64;
  private static final int IN_FLIGHT = 16;

  /** A node flushes when its memtables are full; here as often as the data are small. */
  private static final int FLUSH_MS = 1_000;

  private static final Duration SETTLE_MAX = Duration.ofMinutes(2);
  private static final Duration SETTLE_POLL = Duration.ofMillis(500);

  private final CqlSession session;
  private final String keyspace;
  private final int partitions;
  private final int blockBytes;
  private final UUID job = UUID.randomUUID();
  private final Random random = new Random(1);
  private final List<Long> readNanos = new ArrayList<>();
  private long appendNanos;
  private long compactions;
  private long compactedBytes;
  private final PreparedStatement insert;
  private final PreparedStatement delete;
  private final PreparedStatement select;

  private BlockLoad(CqlSession session, String keyspace, int partitions, int blockBytes) {
    this.session = session;
    this.keyspace = keyspace;
    this.partitions = partitions;
    this.blockBytes = blockBytes;
    String table = keyspace + "." + TABLE;
    String place = " WHERE job = ? AND part = ? AND bucket = ?";
    insert =
        session.prepare(
            "INSERT INTO "
                + table
                + " (job, part, bucket, seq, body) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP 1");
    delete = session.prepare("DELETE FROM " + table + " USING TIMESTAMP 2" + place);
    select = session.prepare("SELECT seq, body FROM " + table + place + " AND seq = ?");
  }

  /** Makes the table, in a keyspace of its own. */
  static BlockLoad create(
      CqlSession session, String keyspace, String compaction, int partitions, int blockBytes) {
    session.execute(
        "CREATE KEYSPACE "
            + keyspace
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute(
        "CREATE TABLE "
            + keyspace
            + "."
            + TABLE
            + " (job uuid, part int, bucket bigint, seq bigint, body blob,"
            + " PRIMARY KEY ((job, part, bucket), seq))"
            + " WITH compression = {'class': 'NoopCompressor', 'chunk_length_in_kb': 64}"
            + " AND memtable_flush_period_in_ms = "
            + FLUSH_MS
            + " AND compaction = "
            + compaction);
    return new BlockLoad(session, keyspace, partitions, blockBytes);
  }

  /** Appends a bucket of blocks to each partition, in turns as owners commit them. */
  void append(long bucket) throws InterruptedException {
    long start = System.nanoTime();
    var room = new Semaphore(IN_FLIGHT);
    var failure = new AtomicReference<Throwable>();
    for (int i = 0; i < BUCKET_BLOCKS; i++) {
      for (int partition = 0; partition < partitions; partition++) {
        byte[] body = new byte[blockBytes];
        random.nextBytes(body);
        room.acquire();
        var unused =
            session
                .executeAsync(
                    insert.bind(
                        job, partition, bucket, bucket * BUCKET_BLOCKS + i, ByteBuffer.wrap(body)))
                .whenComplete(
                    (done, cause) -> {
                      if (cause != null) {
                        failure.compareAndSet(null, cause);
                      }
                      room.release();
                    });
      }
    }
    room.acquire(IN_FLIGHT);
    if (failure.get() != null) {
      throw new IllegalStateException("a block was not written", failure.get());
    }
    appendNanos += System.nanoTime() - start;
  }

  /** Deletes a bucket of each partition, if there is one of that number. */
  void truncate(long bucket) {
    for (int partition = 0; partition < partitions && bucket >= 0; partition++) {
      session.execute(delete.bind(job, partition, bucket));
    }
  }

  /** Reads single blocks of these buckets. */
  void read(long first, long last, int reads) {
    for (int i = 0; i < reads; i++) {
      long bucket = first + random.nextInt((int) (last - first + 1));
      long sequence = bucket * BUCKET_BLOCKS + random.nextInt(BUCKET_BLOCKS);
      long start = System.nanoTime();
      Row row =
          session.execute(select.bind(job, random.nextInt(partitions), bucket, sequence)).one();
      readNanos.add(System.nanoTime() - start);
      if (row == null) {
        throw new IllegalStateException("lost: block " + sequence);
      }
    }
  }

  /** Waits until nothing is compacted any more, for a while at most; then sums up what was. */
  void settle() throws InterruptedException {
    long end = System.nanoTime() + SETTLE_MAX.toNanos();
    int quiet = 0;
    // Four times what may pass between a flush and the compaction that it begins.
    while (quiet < 4 * FLUSH_MS / SETTLE_POLL.toMillis() && System.nanoTime() < end) {
      Thread.sleep(SETTLE_POLL.toMillis());
      boolean busy =
          session.execute("SELECT keyspace_name FROM system_views.sstable_tasks").all().stream()
              .anyMatch(row -> keyspace.equals(row.getString("keyspace_name")));
      quiet = busy ? 0 : quiet + 1;
    }
    for (Row row :
        session.execute("SELECT keyspace_name, bytes_out FROM system.compaction_history")) {
      if (keyspace.equals(row.getString("keyspace_name"))) {
        compactions++;
        compactedBytes += row.getLong("bytes_out");
      }
    }
  }

  /** Bytes of so many rounds. */
  long bytesOf(int rounds) {
    return (long) rounds * partitions * BUCKET_BLOCKS * blockBytes;
  }

  long[] readNanos() {
    return readNanos.stream().mapToLong(Long::longValue).toArray();
  }

  long appendNanos() {
    return appendNanos;
  }

  long compactions() {
    return compactions;
  }

  long compactedBytes() {
    return compactedBytes;
  }
}
