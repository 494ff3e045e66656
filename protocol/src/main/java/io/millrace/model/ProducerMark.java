// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * A producer watermark: how far one producer got in one partition.
 *
 * @param producer the producer's name
 * @param epoch its newest opening seen in the partition
 * @param sequence the highest sequence in the partition's log, 0 if none
 * @param eventTimeMs the highest event time seen from it under its incarnation, milliseconds since
 *     1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
 */
public record ProducerMark(String producer, ProducerEpoch epoch, long sequence, long eventTimeMs) {
  public ProducerMark {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 0)");
    }
  }

  /** A producer that sent no event times. */
  public ProducerMark(String producer, ProducerEpoch epoch, long sequence) {
    this(producer, epoch, sequence, DataRecord.NO_EVENT_TIME);
  }

  /** Whether any event time was seen. */
  public boolean hasEventTime() {
    return eventTimeMs != DataRecord.NO_EVENT_TIME;
  }
}
