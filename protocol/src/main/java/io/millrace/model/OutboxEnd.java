// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * Where the records end that a partition ever owed to a target.
 *
 * @param target number of the partition that gets them, 0 up
 * @param last outbox sequence of the last one, delivered or not, from 1
 */
public record OutboxEnd(int target, long last) {
  public OutboxEnd {
    if (target < 0 || last < 1) {
      throw new IllegalArgumentException(
          "target, last: " + target + ", " + last + " (expected: >= 0, >= 1)");
    }
  }
}
