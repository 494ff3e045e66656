// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.DataRecord;
import io.millrace.model.Fields;

/**
 * A record with its key and value decoded.
 *
 * @param raw the same as it came: event time, fields, sequence
 */
public record TypedRecord<K, V>(K key, V value, DataRecord raw) {
  /** Milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}. */
  public long eventTimeMs() {
    return raw.eventTimeMs();
  }

  /** Named facts about the record. */
  public Fields fields() {
    return raw.fields();
  }
}
