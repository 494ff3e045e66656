// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * A producer watermark: how far one producer got in one partition.
 *
 * @param producer the producer's name
 * @param epoch its newest opening seen in the partition
 * @param sequence the highest sequence in the partition's log, 0 if none
 */
public record ProducerMark(String producer, ProducerEpoch epoch, long sequence) {
  public ProducerMark {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 0)");
    }
  }
}
