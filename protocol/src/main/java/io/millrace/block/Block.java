// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.List;

/**
 * What commits as one: results, state changes, producer watermarks and quarantine of some records
 * in a row.
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
 *     here on, and what the producer sends under the same incarnation is refused
 * @param quarantine what changed in the partition's quarantine, in order
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
    List<QuarantineChange> quarantine) {
  public Block {
    checkIdentity(sequence, epoch, committedAtMs, recordCount);
    results = List.copyOf(results);
    changes = List.copyOf(changes);
    marks = List.copyOf(marks);
    expired = List.copyOf(expired);
    quarantine = List.copyOf(quarantine);
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
