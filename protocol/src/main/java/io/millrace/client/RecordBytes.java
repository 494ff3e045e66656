// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.millrace.model.DataRecord;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import java.io.IOException;

/**
 * A record as it stands in a {@link RecordBatch} on the wire, tag and length in front: made once,
 * in one array, where protobuf would make and measure several objects.
 */
final class RecordBytes {
  private RecordBytes() {}

  /**
   * The bytes of a record.
   *
   * @param sequence from 1
   */
  static byte[] of(long sequence, OutgoingRecord record) {
    try {
      return record.fields().size() == 0
          ? plain(sequence, record)
          : any(record.toMessage().setSequence(sequence).build());
    } catch (IOException e) {
      throw new IllegalStateException("an array too short for what it was made for", e);
    }
  }

  private static byte[] plain(long sequence, OutgoingRecord record) throws IOException {
    boolean timed = record.eventTimeMs() != DataRecord.NO_EVENT_TIME;
    int length =
        CodedOutputStream.computeUInt64Size(Record.SEQUENCE_FIELD_NUMBER, sequence)
            + CodedOutputStream.computeBytesSize(Record.KEY_FIELD_NUMBER, record.key())
            + CodedOutputStream.computeBytesSize(Record.VALUE_FIELD_NUMBER, record.value());
    if (timed) {
      length +=
          CodedOutputStream.computeInt64Size(
              Record.EVENT_TIME_MS_FIELD_NUMBER, record.eventTimeMs());
    }
    byte[] bytes = arrayFor(length);
    CodedOutputStream out = begin(bytes, length);
    out.writeUInt64(Record.SEQUENCE_FIELD_NUMBER, sequence);
    out.writeBytes(Record.KEY_FIELD_NUMBER, record.key());
    out.writeBytes(Record.VALUE_FIELD_NUMBER, record.value());
    if (timed) {
      out.writeInt64(Record.EVENT_TIME_MS_FIELD_NUMBER, record.eventTimeMs());
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static byte[] any(Record record) throws IOException {
    int length = record.getSerializedSize();
    byte[] bytes = arrayFor(length);
    CodedOutputStream out = begin(bytes, length);
    record.writeTo(out);
    out.checkNoSpaceLeft();
    return bytes;
  }

  private static byte[] arrayFor(int length) {
    return new byte
        [CodedOutputStream.computeTagSize(RecordBatch.RECORDS_FIELD_NUMBER)
            + CodedOutputStream.computeUInt32SizeNoTag(length)
            + length];
  }

  private static CodedOutputStream begin(byte[] bytes, int length) throws IOException {
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeTag(RecordBatch.RECORDS_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
    return out;
  }
}
