// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Values.Source;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import java.io.IOException;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Keeps the lowest or the highest of numbers; -0.0 is lower than 0.0. Layout 1: whether there was a
 * value; if so, the result in 8 bytes, lowest first.
 */
final class DoubleFold implements Aggregate {
  private static final int VERSION = 1;

  private final boolean lowest;
  private final String name;
  private final String field;
  private final Source<DoubleConsumer> source;

  DoubleFold(boolean lowest, String of, Source<DoubleConsumer> source) {
    this.lowest = lowest;
    this.name = (lowest ? "minDouble(" : "maxDouble(") + of + ")";
    this.field = (lowest ? "min." : "max.") + of;
    this.source = source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> fields() {
    return List.of(field);
  }

  @Override
  public Accumulator create() {
    return new Folded();
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    Layouts.expectVersion(in, name, VERSION);
    var folded = new Folded();
    folded.any = in.readBool();
    if (folded.any) {
      folded.value = in.readDouble();
      Layouts.check(Double.isFinite(folded.value), name, "value", folded.value);
    }
    return folded;
  }

  private final class Folded implements Accumulator, DoubleConsumer {
    private boolean any;
    private double value;

    @Override
    public void add(DataRecord record) {
      source.read(record, this);
    }

    @Override
    public void accept(double next) {
      if (!any) {
        value = next;
        any = true;
      } else {
        value = lowest ? Math.min(value, next) : Math.max(value, next);
      }
    }

    @Override
    public void merge(Accumulator other) {
      var that = (Folded) other;
      if (that.any) {
        accept(that.value);
      }
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeUInt32NoTag(VERSION);
      out.writeBoolNoTag(any);
      if (any) {
        out.writeDoubleNoTag(value);
      }
    }

    @Override
    public void putInto(FieldsBuilder fields) {
      if (any) {
        fields.put(field, value);
      }
    }
  }
}
