// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import java.io.IOException;
import java.util.List;

/** Counts records. Layout 1: the count as a varint. */
final class Count implements Aggregate {
  private static final String NAME = "count";
  private static final int VERSION = 1;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> fields() {
    return List.of(NAME);
  }

  @Override
  public Accumulator create() {
    return new Counter(0);
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    Layouts.expectVersion(in, NAME, VERSION);
    long count = in.readUInt64();
    Layouts.check(count >= 0, NAME, "count", count);
    return new Counter(count);
  }

  private static final class Counter implements Accumulator {
    private long count;

    private Counter(long count) {
      this.count = count;
    }

    @Override
    public void add(DataRecord record) {
      count++;
    }

    @Override
    public void merge(Accumulator other) {
      count = Math.addExact(count, ((Counter) other).count);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeUInt32NoTag(VERSION);
      out.writeUInt64NoTag(count);
    }

    @Override
    public void putInto(FieldsBuilder fields) {
      fields.put(NAME, count);
    }
  }
}
