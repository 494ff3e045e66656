// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * A record that a partition owes to a partition of another stage of its job.
 *
 * @param target number of the partition that gets it, 0 up
 * @param previous outbox sequence of the record before for the same target, 0 if there is none
 * @param record what it gets; its sequence is the outbox sequence, one counter for all targets of
 *     the source partition
 */
public record OutboxRecord(int target, long previous, DataRecord record) {
  public OutboxRecord {
    if (target < 0) {
      throw new IllegalArgumentException("target: " + target + " (expected: >= 0)");
    }
    if (previous < 0 || previous >= record.sequence()) {
      throw new IllegalArgumentException(
          "previous: " + previous + " (expected: 0 to below " + record.sequence() + ")");
    }
  }
}
