// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.bench.owned.OwnedPartition;
import io.millrace.bench.owned.Records;
import io.millrace.model.DataRecord;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * Sends batches into one partition: one record when told to, or batch after batch, as many as fit
 * into so many bytes under way. May be called from one thread; its state lives on the partition's.
 */
final class Sender {
  private final OwnedPartition partition;
  private final Records records;

  /**
   * @param records its own
   */
  Sender(OwnedPartition partition, Records records) {
    this.partition = partition;
    this.records = records;
  }

  /** Sends one record; the future completes when it is acknowledged. */
  Future<Void> one(CommitMeter meter) {
    var done = new CompletableFuture<Void>();
    long sentNs = System.nanoTime();
    var caller =
        new OwnedPartition.Caller() {
          @Override
          public void committed() {
            meter.acknowledged(sentNs, 1);
            done.complete(null);
          }

          @Override
          public void failed(RuntimeException cause) {
            done.completeExceptionally(cause);
          }
        };
    partition.execute(() -> partition.append(records.next(1), caller));
    return done;
  }

  /**
   * Begins to send batch after batch.
   *
   * @param bytesMax of records sent and not acknowledged, as the partition counts them; one batch
   *     goes in any case
   */
  Stream stream(int batchRecords, long bytesMax, CommitMeter meter) {
    var stream = new Stream(batchRecords, bytesMax, meter);
    partition.execute(stream::fill);
    return stream;
  }

  /** Batches that follow each other. */
  final class Stream {
    private final int batchRecords;
    private final long bytesMax;
    private final CommitMeter meter;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private boolean stopping;
    private long bytesUnderWay;

    private Stream(int batchRecords, long bytesMax, CommitMeter meter) {
      this.batchRecords = batchRecords;
      this.bytesMax = bytesMax;
      this.meter = meter;
    }

    /** Sends no more; the future completes when all that was sent is acknowledged. */
    Future<Void> stop() {
      partition.execute(
          () -> {
            stopping = true;
            fill();
          });
      return drained;
    }

    private void fill() {
      long bytes = batchRecords * records.openBytes();
      while (!stopping && (bytesUnderWay == 0 || bytesUnderWay + bytes <= bytesMax)) {
        bytesUnderWay += bytes;
        List<DataRecord> batch = records.next(batchRecords);
        partition.append(batch, new Batch(bytes));
      }
      if (stopping && bytesUnderWay == 0) {
        drained.complete(null);
      }
    }

    private final class Batch implements OwnedPartition.Caller {
      private final long bytes;
      private final long sentNs = System.nanoTime();

      private Batch(long bytes) {
        this.bytes = bytes;
      }

      @Override
      public void committed() {
        meter.acknowledged(sentNs, batchRecords);
        bytesUnderWay -= bytes;
        // Not from within the partition's answer.
        partition.execute(Stream.this::fill);
      }

      @Override
      public void failed(RuntimeException cause) {
        stopping = true;
        drained.completeExceptionally(cause);
      }
    }
  }
}
