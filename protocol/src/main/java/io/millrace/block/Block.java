// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.List;

/**
 * What commits as one: results, state changes and producer watermarks of some records in a row.
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
 */
public record Block(
    PartitionId partition,
    long sequence,
    Epoch epoch,
    long committedAtMs,
    int recordCount,
    List<ResultRecord> results,
    List<StateChange> changes,
    List<ProducerMark> marks) {
  public Block {
    checkIdentity(sequence, epoch, committedAtMs, recordCount);
    results = List.copyOf(results);
    changes = List.copyOf(changes);
    marks = List.copyOf(marks);
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
