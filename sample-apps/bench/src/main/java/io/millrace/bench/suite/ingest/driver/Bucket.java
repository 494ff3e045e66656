// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.bench.peer.ingest.RecordSink.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one bucket that wait for their batch, and at most one batch under way. Whoever adds to a
 * full one waits until the batch under way is done. Thread-safe.
 */
final class Bucket {
  private static final long MINUTE_MS = 60_000;
  // Native protocol: a batch counts its statements in 16 bits.
  private static final int ROWS_MAX = 65_535;

  private final int number;
  private final CqlSession session;
  private final PreparedStatement insert;
  private final int bytesMax;
  private final Outcome outcome;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private List<Row> waiting = new ArrayList<>();
  private int waitingBytes;
  private boolean hurried;
  private boolean underWay;

  /**
   * A row to be.
   *
   * @param place in its round
   * @param sequence never the same again
   */
  @SuppressWarnings("ArrayRecordComponent") // carries them from one method to another
  record Row(long place, long sequence, byte[] key, byte[] value) {
    int bytes() {
      return key.length + value.length;
    }
  }

  Bucket(int number, CqlSession session, PreparedStatement insert, int bytesMax, Outcome outcome) {
    this.number = number;
    this.session = session;
    this.insert = insert;
    this.bytesMax = bytesMax;
    this.outcome = outcome;
  }

  /** Adds a row and sends a batch if one is ready. */
  void add(Row row) throws InterruptedException {
    List<Row> batch;
    lock.lockInterruptibly();
    try {
      while (isFull()) {
        taken.await();
      }
      waiting.add(row);
      waitingBytes += row.bytes();
      batch = takeIfReady();
    } finally {
      lock.unlock();
    }
    send(batch);
  }

  /** Whatever waits leaves as soon as no batch is under way, be it a full batch or not. */
  void flush() {
    List<Row> batch;
    lock.lock();
    try {
      hurried = !waiting.isEmpty();
      batch = takeIfReady();
    } finally {
      lock.unlock();
    }
    send(batch);
  }

  private void done(List<Row> batch, @Nullable Throwable failure) {
    List<Row> next;
    lock.lock();
    try {
      underWay = false;
      next = takeIfReady();
    } finally {
      lock.unlock();
    }
    send(next);
    if (failure == null) {
      batch.forEach(row -> outcome.acknowledged(row.place()));
    } else {
      outcome.failed(failure);
    }
  }

  private boolean isFull() {
    return waitingBytes >= bytesMax || waiting.size() == ROWS_MAX;
  }

  private List<Row> takeIfReady() {
    if (underWay || !(isFull() || hurried)) {
      return List.of();
    }
    List<Row> batch = waiting;
    waiting = new ArrayList<>(batch.size());
    waitingBytes = 0;
    hurried = false;
    underWay = true;
    taken.signalAll();
    return batch;
  }

  private void send(List<Row> batch) {
    if (batch.isEmpty()) {
      return;
    }
    long minute = System.currentTimeMillis() / MINUTE_MS;
    BatchStatementBuilder statement = BatchStatement.builder(DefaultBatchType.UNLOGGED);
    for (Row row : batch) {
      statement.addStatement(
          insert.bind(
              number,
              minute,
              ByteBuffer.wrap(row.key()),
              row.sequence(),
              ByteBuffer.wrap(row.value())));
    }
    write(statement.build(), batch, 0);
  }

  private void write(BatchStatement statement, List<Row> batch, int retries) {
    session
        .executeAsync(statement)
        .whenComplete(
            (rows, failure) -> {
              if (failure != null && WriteRetries.isWorthOneMore(failure, retries)) {
                write(statement, batch, retries + 1);
              } else {
                done(batch, failure);
              }
            });
  }
}
