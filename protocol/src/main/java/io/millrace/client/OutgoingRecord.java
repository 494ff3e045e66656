// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.ByteString;
import io.millrace.message.FieldMessages;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.v1.Record;

/**
 * A record on its way to a job, not yet numbered.
 *
 * @param key 1 byte up; decides the partition
 * @param value what the job works on
 * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
 * @param fields small facts beside the value
 */
public record OutgoingRecord(ByteString key, ByteString value, long eventTimeMs, Fields fields) {
  public OutgoingRecord {
    checkKey(key);
  }

  /** A record without event time and fields. */
  public static OutgoingRecord of(ByteString key, ByteString value) {
    return new OutgoingRecord(key, value, DataRecord.NO_EVENT_TIME, Fields.EMPTY);
  }

  /** A record of two texts, without event time and fields. */
  public static OutgoingRecord of(String key, String value) {
    return of(ByteString.copyFromUtf8(key), ByteString.copyFromUtf8(value));
  }

  /** This record with an event time. Unit: milliseconds since 1970-01-01T00:00Z. */
  public OutgoingRecord withEventTimeMs(long timeMs) {
    return new OutgoingRecord(key, value, timeMs, fields);
  }

  /** This record with these fields and no others. */
  public OutgoingRecord withFields(Fields all) {
    return new OutgoingRecord(key, value, eventTimeMs, all);
  }

  Record.Builder toMessage() {
    var record = Record.newBuilder().setKey(key).setValue(value);
    for (int i = 0; i < fields.size(); i++) {
      record.putFields(fields.name(i), FieldMessages.value(fields, i));
    }
    if (eventTimeMs != DataRecord.NO_EVENT_TIME) {
      record.setEventTimeMs(eventTimeMs);
    }
    return record;
  }

  private static void checkKey(ByteString key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key: empty (expected: at least 1 byte)");
    }
  }
}
