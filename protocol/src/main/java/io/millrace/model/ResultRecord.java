// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * What a processor put out for one key.
 *
 * @param tag empty for a main result, otherwise the name of a side output
 * @param key the key of the record that caused it
 * @param value the result itself
 * @param eventTimeMs event time of that record, or {@link DataRecord#NO_EVENT_TIME}
 * @param fields named facts about the result
 */
public record ResultRecord(
    String tag, ByteString key, ByteString value, long eventTimeMs, Fields fields) {
  /** The tag of main results. */
  public static final String MAIN = "";

  /** Whether this is a main result: the newest one of a key answers for the key. */
  public boolean isMain() {
    return tag.isEmpty();
  }
}
