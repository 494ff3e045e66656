// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * One piece of keyed work.
 *
 * @param sequence number among its producer's records, from 1
 * @param key decides the partition; records of one key are processed in order
 * @param value what the processor works on
 * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link #NO_EVENT_TIME}
 * @param fields small facts beside the value
 */
public record DataRecord(
    long sequence, ByteString key, ByteString value, long eventTimeMs, Fields fields) {
  /** Stands for a record without event time. */
  public static final long NO_EVENT_TIME = Long.MIN_VALUE;

  public DataRecord {
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 1)");
    }
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key: empty (expected: at least 1 byte)");
    }
  }

  /** The same of a record with so many bytes of key and value. */
  static int weight(int bytes, Fields fields) {
    return 32 + bytes + 16 * fields.size() + fields.weight();
  }

  /** About how many bytes the record takes in memory and on the wire. */
  public int weight() {
    return weight(key.size() + value.size(), fields);
  }
}
