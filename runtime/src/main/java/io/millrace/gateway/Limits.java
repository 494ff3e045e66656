// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import com.typesafe.config.Config;
import io.millrace.message.FieldMessages;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.Ranges;
import io.millrace.v1.Record;
import java.util.ArrayList;
import java.util.List;

/**
 * What a request may hold, and the checks against it; {@code millrace.limits} in {@code
 * reference.conf}. A request that is over is refused with field, value and limit.
 */
public record Limits(
    int keyBytesMax, int valueBytesMax, int fieldsMax, int batchRecordsMax, int batchBytesMax) {
  private static final String PATH = "millrace.limits";

  private static final int JOB_NAME_MAX = 100;
  private static final int PRODUCER_NAME_MAX = 200;

  public Limits {
    Ranges.check(PATH + ".key-bytes-max", keyBytesMax, 1, 64 << 10);
    Ranges.check(PATH + ".value-bytes-max", valueBytesMax, 1, 2 << 20);
    Ranges.check(PATH + ".fields-max", fieldsMax, 0, Fields.COUNT_MAX);
    Ranges.check(PATH + ".batch-records-max", batchRecordsMax, 1, 1_000_000);
    Ranges.check(PATH + ".batch-bytes-max", batchBytesMax, valueBytesMax, 64 << 20);
  }

  /** Reads {@code millrace.limits}. */
  public static Limits from(Config root) {
    Config c = root.getConfig(PATH);
    return new Limits(
        Math.toIntExact(c.getBytes("key-bytes-max")),
        Math.toIntExact(c.getBytes("value-bytes-max")),
        c.getInt("fields-max"),
        c.getInt("batch-records-max"),
        Math.toIntExact(c.getBytes("batch-bytes-max")));
  }

  /** Checks a job's name. */
  static String job(String name) {
    return name("job", name, JOB_NAME_MAX);
  }

  /** Checks a producer's name. */
  static String producer(String name) {
    if (name.startsWith(PartitionId.PRODUCER_PREFIX)) {
      throw caller("name is one of Millrace's own", "hello.producer", name, "no @ at its start");
    }
    return name("hello.producer", name, PRODUCER_NAME_MAX);
  }

  private static String name(String field, String name, int max) {
    if (name.isEmpty() || name.length() > max) {
      throw caller("name missing or too long", field, name.length() + " characters", "1 to " + max);
    }
    return name;
  }

  /** Checks a key. */
  ByteString key(String field, ByteString key) {
    if (key.isEmpty() || key.size() > keyBytesMax) {
      throw caller(
          "key empty or too long", field, key.size() + " bytes", "1 to " + keyBytesMax + " bytes");
    }
    return key;
  }

  /**
   * Checks records.
   *
   * @param bytes their size on the wire
   * @return sequences count from 1
   */
  List<DataRecord> records(List<Record> batch, int bytes) {
    int count = batch.size();
    checkCount(count);
    var records = new ArrayList<DataRecord>(count);
    for (int i = 0; i < count; i++) {
      records.add(record(batch.get(i), i, i + 1L));
    }
    checkBytes(bytes);
    return records;
  }

  /** Checks how many records a batch has. */
  void checkCount(int count) {
    if (count == 0 || count > batchRecordsMax) {
      throw caller("batch empty or too long", "records", count, "1 to " + batchRecordsMax);
    }
  }

  /** Checks how many bytes a batch has. */
  void checkBytes(int bytes) {
    if (bytes > batchBytesMax) {
      throw caller(
          "batch too large", "records", bytes + " bytes", "at most " + batchBytesMax + " bytes");
    }
  }

  /** Whether a record without fields is within all limits of a record. */
  boolean allow(long sequence, int keyBytes, int valueBytes) {
    return sequence >= 1 && keyBytes >= 1 && keyBytes <= keyBytesMax && valueBytes <= valueBytesMax;
  }

  /**
   * Checks a record.
   *
   * @param at place in its batch, from 0
   */
  DataRecord record(Record record, int at, long sequence) {
    if (sequence < 1) {
      throw caller("sequence missing", "records[" + at + "].sequence", sequence, "1 up");
    }
    ByteString key =
        switch (record.getKeyFormCase()) {
          case KEY -> record.getKey();
          case KEY_TEXT -> record.getKeyTextBytes();
          case KEYFORM_NOT_SET -> ByteString.EMPTY;
        };
    if (key.isEmpty() || key.size() > keyBytesMax) {
      key("records[" + at + "].key", key);
    }
    ByteString value =
        switch (record.getValueFormCase()) {
          case VALUE -> record.getValue();
          case VALUE_TEXT -> record.getValueTextBytes();
          case VALUEFORM_NOT_SET -> ByteString.EMPTY;
        };
    long bytes = value.size();
    Fields fields = Fields.EMPTY;
    int count = record.getFieldsCount(); // not for nothing: it makes an object
    if (count > fieldsMax) {
      throw caller("too many fields", "records[" + at + "].fields", count, "at most " + fieldsMax);
    }
    if (count > 0) {
      fields = FieldMessages.check("records[" + at + "].fields", record.getFieldsMap());
      bytes += fields.weight();
    }
    if (bytes > valueBytesMax) {
      throw caller(
          "value with fields too large",
          "records[" + at + "].value",
          bytes + " bytes",
          "at most " + valueBytesMax + " bytes");
    }
    long eventTimeMs = record.hasEventTimeMs() ? record.getEventTimeMs() : DataRecord.NO_EVENT_TIME;
    return new DataRecord(sequence, key, value, eventTimeMs, fields);
  }

  static MillraceException caller(String text, String field, Object value, String expected) {
    return MillraceException.of(Kind.CALLER, text)
        .with("field", field)
        .with("value", value)
        .with("expected", expected);
  }
}
