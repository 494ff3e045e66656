// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import java.time.Instant;

/**
 * A record as a producer sends it; the kit numbers it. Immutable.
 *
 * @param producer who sends it; 1 character at least, and {@code @} is not the first
 * @param key decides its order among others; 1 byte at least
 * @param value what the processor works on
 * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
 * @param fields small facts beside the value
 */
public record TestRecord(
    String producer, ByteString key, ByteString value, long eventTimeMs, Fields fields) {
  /** Sends what does not say who sends it. */
  public static final String PRODUCER_DEFAULT = "test";

  public TestRecord {
    if (producer.isEmpty() || producer.charAt(0) == '@') {
      throw new IllegalArgumentException(
          "producer: '" + producer + "' (expected: a name that does not start with @)");
    }
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key: empty (expected: at least 1 byte)");
    }
  }

  /** A record of UTF-8 text without event time and fields. */
  public static TestRecord of(String key, String value) {
    return of(ByteString.copyFromUtf8(key), ByteString.copyFromUtf8(value));
  }

  /** A record without event time and fields. */
  public static TestRecord of(ByteString key, ByteString value) {
    return new TestRecord(PRODUCER_DEFAULT, key, value, DataRecord.NO_EVENT_TIME, Fields.EMPTY);
  }

  /** The same from another producer. */
  public TestRecord from(String otherProducer) {
    return new TestRecord(otherProducer, key, value, eventTimeMs, fields);
  }

  /** The same with an event time, cut to milliseconds. */
  public TestRecord at(Instant eventTime) {
    return new TestRecord(producer, key, value, eventTime.toEpochMilli(), fields);
  }

  /** The same with other fields. */
  public TestRecord with(Fields otherFields) {
    return new TestRecord(producer, key, value, eventTimeMs, otherFields);
  }
}
