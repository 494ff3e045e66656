// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;

/**
 * Which records go onto the stream next: full batches at once, a last partial one when told to.
 * Sending again after a break is the same, from the oldest record without answer. Not thread-safe.
 */
final class Outbound {
  private final UnackedRing ring;
  private final int batchRecordsMax;
  private final int batchBytesMax;
  private long cursor;
  private long flushTo;
  private long unsentBytes;

  Outbound(UnackedRing ring, ClientSettings settings) {
    this.ring = ring;
    this.batchRecordsMax = settings.batchRecordsMax();
    this.batchBytesMax = settings.batchBytesMax();
    this.cursor = ring.next();
    this.flushTo = ring.next();
  }

  /** A record was added to the ring. */
  void added(Record record) {
    unsentBytes += record.getSerializedSize();
  }

  /** What was added so far need not wait for a full batch. */
  void flush() {
    flushTo = ring.next();
  }

  /** The stream broke: all without answer goes again, on the next stream. */
  void rewind() {
    flushTo = Math.max(flushTo, cursor);
    cursor = ring.first();
    unsentBytes = ring.bytes();
  }

  /** Whether every record of the ring is on the stream. */
  boolean allSent() {
    return cursor >= ring.next();
  }

  /** Whether a record that is on the stream has no answer. */
  boolean isAnswerDue() {
    return ring.count() > 0 && cursor > ring.first();
  }

  /** Sends what is due, as far as the stream takes it. */
  void send(ProducerStream stream) {
    while (isDue() && stream.isReady()) {
      var batch = nextBatch();
      if (batch.getRecordsCount() > 0) {
        stream.send(SubmitRequest.newBuilder().setBatch(batch).build());
      }
    }
  }

  private boolean isDue() {
    long unsent = ring.next() - cursor;
    return unsent > 0
        && (cursor < flushTo || unsent >= batchRecordsMax || unsentBytes >= batchBytesMax);
  }

  private RecordBatch.Builder nextBatch() {
    var batch = RecordBatch.newBuilder();
    long bytes = 0;
    for (; cursor < ring.next() && batch.getRecordsCount() < batchRecordsMax; cursor++) {
      var record = ring.get(cursor);
      if (record == null) {
        continue;
      }
      int size = record.getSerializedSize();
      if (bytes + size > batchBytesMax && bytes > 0) {
        break;
      }
      batch.addRecords(record);
      bytes += size;
    }
    unsentBytes = allSent() ? 0 : unsentBytes - bytes;
    return batch;
  }
}
