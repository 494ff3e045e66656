// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * How far a target got with what a partition owes it.
 *
 * @param target number of the partition that gets the records, 0 up
 * @param delivered outbox sequence up to which the target has them in committed blocks, from 1
 */
public record OutboxMark(int target, long delivered) {
  public OutboxMark {
    if (target < 0 || delivered < 1) {
      throw new IllegalArgumentException(
          "target, delivered: " + target + ", " + delivered + " (expected: >= 0, >= 1)");
    }
  }
}
