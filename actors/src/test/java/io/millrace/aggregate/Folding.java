// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Folds records as windows do: the state is written and read between any two of them. */
final class Folding {
  private static final ByteString KEY = ByteString.copyFromUtf8("key");

  private Folding() {}

  static DataRecord record(Fields fields) {
    return new DataRecord(1, KEY, ByteString.EMPTY, DataRecord.NO_EVENT_TIME, fields);
  }

  static Accumulator fold(Aggregate aggregate, List<Fields> records) {
    Accumulator accumulator = aggregate.create();
    for (Fields fields : records) {
      accumulator = read(aggregate, write(accumulator));
      accumulator.add(record(fields));
    }
    return accumulator;
  }

  static Fields result(Accumulator accumulator) {
    var fields = Fields.builder();
    accumulator.putInto(fields);
    return fields.build();
  }

  static Fields result(Aggregate aggregate, List<Fields> records) {
    return result(fold(aggregate, records));
  }

  static ByteString write(Accumulator accumulator) {
    var bytes = ByteString.newOutput();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      accumulator.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }

  static Accumulator read(Aggregate aggregate, ByteString bytes) {
    CodedInputStream in = bytes.newCodedInput();
    try {
      Accumulator accumulator = aggregate.read(in);
      if (!in.isAtEnd()) {
        throw new IOException("bytes behind the state");
      }
      return accumulator;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
