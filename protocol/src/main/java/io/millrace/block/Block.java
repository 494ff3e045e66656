// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimerChange;
import java.util.List;

/**
 * What commits as one: all that some records and timers in a row change, and what they put out.
 *
 * @param partition whose log it belongs to
 * @param sequence its number in the log, from 1 without gaps
 * @param epoch the term of the owner that wrote it, from 1
 * @param committedAtMs when it was sealed, by the owner's clock, never before the block ahead of
 *     it; milliseconds since 1970-01-01T00:00Z, 0 up
 * @param recordCount how many records it decided upon, 0 up
 * @param results in the order they came out
 * @param changes the last state of each key whose state changed
 * @param marks the watermark of each producer that advanced
 * @param expired the last watermark of each producer that was idle for too long: it is void from
 *     here on, and what the producer sends under the same incarnation is refused; without event
 *     time
 * @param quarantine what changed in the partition's quarantine, in order
 * @param timers the last setting of each timer that was set, moved, cleared or has fired
 * @param outbox records that the partition owes to others from here on, by outbox sequence
 * @param delivered what others are known to have got of that, as far as it changed
 * @param watermarkMs the partition's event-time watermark as of this block, milliseconds since
 *     1970-01-01T00:00Z, or {@link #NO_WATERMARK}
 */
public record Block(
    PartitionId partition,
    long sequence,
    Epoch epoch,
    long committedAtMs,
    int recordCount,
    List<ResultRecord> results,
    List<StateChange> changes,
    List<ProducerMark> marks,
    List<ProducerMark> expired,
    List<QuarantineChange> quarantine,
    List<TimerChange> timers,
    List<OutboxRecord> outbox,
    List<OutboxMark> delivered,
    long watermarkMs) {
  /** Stands for a partition that has no event-time watermark. */
  public static final long NO_WATERMARK = DataRecord.NO_EVENT_TIME;

  public Block {
    checkIdentity(sequence, epoch, committedAtMs, recordCount);
    checkExpired(expired);
    results = List.copyOf(results);
    changes = List.copyOf(changes);
    marks = List.copyOf(marks);
    expired = List.copyOf(expired);
    quarantine = List.copyOf(quarantine);
    timers = List.copyOf(timers);
    outbox = List.copyOf(outbox);
    delivered = List.copyOf(delivered);
  }

  /** A block that knows nothing of times, timers and other stages. */
  public Block(
      PartitionId partition,
      long sequence,
      Epoch epoch,
      long committedAtMs,
      int recordCount,
      List<ResultRecord> results,
      List<StateChange> changes,
      List<ProducerMark> marks,
      List<ProducerMark> expired,
      List<QuarantineChange> quarantine) {
    this(
        partition,
        sequence,
        epoch,
        committedAtMs,
        recordCount,
        results,
        changes,
        marks,
        expired,
        quarantine,
        List.of(),
        List.of(),
        List.of(),
        NO_WATERMARK);
  }

  /** A block in which nothing expires and nothing happens to the quarantine. */
  public Block(
      PartitionId partition,
      long sequence,
      Epoch epoch,
      long committedAtMs,
      int recordCount,
      List<ResultRecord> results,
      List<StateChange> changes,
      List<ProducerMark> marks) {
    this(
        partition,
        sequence,
        epoch,
        committedAtMs,
        recordCount,
        results,
        changes,
        marks,
        List.of(),
        List.of());
  }

  static void checkExpired(List<ProducerMark> expired) {
    for (ProducerMark mark : expired) {
      if (mark.hasEventTime()) {
        throw new IllegalArgumentException(
            "expired: "
                + mark.producer()
                + " with event time "
                + mark.eventTimeMs()
                + " (expected: without)");
      }
    }
  }

  static void checkIdentity(long sequence, Epoch epoch, long committedAtMs, int recordCount) {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 1)");
    }
    if (epoch.equals(Epoch.NONE)) {
      throw new IllegalArgumentException("epoch: 0 (expected: >= 1)");
    }
    if (committedAtMs < 0) {
      throw new IllegalArgumentException("committedAtMs: " + committedAtMs + " (expected: >= 0)");
    }
    if (recordCount < 0) {
      throw new IllegalArgumentException("recordCount: " + recordCount + " (expected: >= 0)");
    }
  }
}
