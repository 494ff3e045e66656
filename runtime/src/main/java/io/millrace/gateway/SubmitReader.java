// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.common.base.Utf8;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PackedRecords;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitRequest.RequestCase;
import java.io.IOException;

/**
 * Finds the records of a {@link SubmitRequest} in the bytes that came, and leaves them there:
 * protobuf would make five objects of each. What a record has beside numbers, key and value is read
 * by protobuf. Not thread-safe.
 */
final class SubmitReader {
  private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int HELLO = tag(SubmitRequest.HELLO_FIELD_NUMBER, BYTES);
  private static final int BATCH = tag(SubmitRequest.BATCH_FIELD_NUMBER, BYTES);
  private static final int RECORDS = tag(RecordBatch.RECORDS_FIELD_NUMBER, BYTES);
  private static final int SEQUENCE = tag(Record.SEQUENCE_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
  private static final int EVENT_TIME =
      tag(Record.EVENT_TIME_MS_FIELD_NUMBER, WireFormat.WIRETYPE_VARINT);
  private static final int KEY = tag(Record.KEY_FIELD_NUMBER, BYTES);
  private static final int KEY_TEXT = tag(Record.KEY_TEXT_FIELD_NUMBER, BYTES);
  private static final int VALUE = tag(Record.VALUE_FIELD_NUMBER, BYTES);
  private static final int VALUE_TEXT = tag(Record.VALUE_TEXT_FIELD_NUMBER, BYTES);

  /** Records for which there is room at once. */
  private static final int RECORDS_EXPECTED = 256;

  private final Limits limits;
  private final byte[] bytes;
  private final CodedInputStream in;
  private final PackedRecords.Places records = new PackedRecords.Places(RECORDS_EXPECTED);
  private int count;

  private long sequence;
  private long eventTimeMs;
  private int keyAt;
  private int keyBytes;
  private int valueAt;
  private int valueBytes;

  private SubmitReader(Limits limits, byte[] bytes) {
    this.limits = limits;
    this.bytes = bytes;
    this.in = CodedInputStream.newInstance(bytes);
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  /**
   * The records of a request that is not the stream's first, within the limits.
   *
   * @param request kept as long as the records are; must not change
   * @throws MillraceException CALLER if it holds something else, or nothing that can be read
   */
  static PackedRecords records(byte[] request, Limits limits) {
    try {
      return new SubmitReader(limits, request).read();
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(request, e);
    } catch (IOException e) {
      throw new IllegalStateException("an array that cannot be read", e);
    }
  }

  /**
   * A request as a message.
   *
   * @throws MillraceException CALLER if it cannot be read
   */
  static SubmitRequest request(byte[] bytes) {
    try {
      return SubmitRequest.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(bytes, e);
    }
  }

  private static MillraceException unreadable(byte[] request, Exception cause) {
    return MillraceException.of(Kind.CALLER, "request cannot be read", cause)
        .with("field", "request")
        .with("value", request.length + " bytes: " + cause.getMessage())
        .with("expected", "a SubmitRequest");
  }

  private PackedRecords read() throws IOException {
    RequestCase last = RequestCase.REQUEST_NOT_SET;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == BATCH) {
        last = RequestCase.BATCH;
        batch();
      } else {
        last = tag == HELLO ? RequestCase.HELLO : last;
        in.skipField(tag);
      }
    }
    if (last != RequestCase.BATCH) {
      throw MillraceException.of(Kind.CALLER, "stream holds something else than batches")
          .with("field", "request")
          .with("value", last)
          .with("expected", "BATCH after the first request");
    }
    limits.checkCount(count);
    return records.in(bytes);
  }

  private void batch() throws IOException {
    int length = in.readRawVarint32();
    limits.checkBytes(length);
    int outer = in.pushLimit(length);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == RECORDS && count < limits.batchRecordsMax()) {
        record();
        count++;
      } else {
        count += tag == RECORDS ? 1 : 0;
        in.skipField(tag);
      }
    }
    in.popLimit(outer);
  }

  private void record() throws IOException {
    sequence = 0;
    eventTimeMs = DataRecord.NO_EVENT_TIME;
    keyBytes = 0;
    valueBytes = 0;
    int length = in.readRawVarint32();
    int start = in.getTotalBytesRead();
    int outer = in.pushLimit(length);
    boolean plain = true;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      plain &= field(tag);
    }
    in.popLimit(outer);
    if (plain && limits.allow(sequence, keyBytes, valueBytes)) {
      records.add(sequence, keyAt, keyBytes, valueAt, valueBytes, eventTimeMs, Fields.EMPTY);
    } else {
      Record message = Record.parser().parseFrom(bytes, start, length);
      DataRecord record = limits.record(message, count, message.getSequence());
      records.add(
          record.sequence(),
          keyAt,
          record.key().size(),
          valueAt,
          record.value().size(),
          record.eventTimeMs(),
          record.fields());
    }
  }

  /** Reads a field; false if there is more to it than can be read here. */
  private boolean field(int tag) throws IOException {
    if (tag == SEQUENCE) {
      sequence = in.readUInt64();
    } else if (tag == EVENT_TIME) {
      eventTimeMs = in.readInt64();
    } else if (tag == KEY || tag == KEY_TEXT) {
      keyBytes = in.readRawVarint32();
      keyAt = in.getTotalBytesRead();
      in.skipRawBytes(keyBytes);
      return tag == KEY || Utf8.isWellFormed(bytes, keyAt, keyBytes);
    } else if (tag == VALUE || tag == VALUE_TEXT) {
      valueBytes = in.readRawVarint32();
      valueAt = in.getTotalBytesRead();
      in.skipRawBytes(valueBytes);
      return tag == VALUE || Utf8.isWellFormed(bytes, valueAt, valueBytes);
    } else {
      in.skipField(tag);
      return false;
    }
    return true;
  }
}
