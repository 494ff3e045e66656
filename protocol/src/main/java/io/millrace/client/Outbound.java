// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import java.util.ArrayList;

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
  void added(byte[] record) {
    unsentBytes += record.length;
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
      sendBatch(stream);
    }
  }

  private boolean isDue() {
    long unsent = ring.next() - cursor;
    return unsent > 0
        && (cursor < flushTo || unsent >= batchRecordsMax || unsentBytes >= batchBytesMax);
  }

  private void sendBatch(ProducerStream stream) {
    var batch = new ArrayList<byte[]>((int) Math.min(ring.next() - cursor, batchRecordsMax));
    int bytes = 0;
    for (; cursor < ring.next() && batch.size() < batchRecordsMax; cursor++) {
      var record = ring.get(cursor);
      if (record == null) {
        continue;
      }
      if (bytes > 0 && bytes + record.length > batchBytesMax) {
        break;
      }
      batch.add(record);
      bytes += record.length;
    }
    unsentBytes = allSent() ? 0 : unsentBytes - bytes;
    if (bytes > 0) {
      stream.send(WireMessage.of(batch, bytes));
    }
  }
}
