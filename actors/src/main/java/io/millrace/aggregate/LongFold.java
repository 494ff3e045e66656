// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Values.Source;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Folds whole numbers into one. Layout 1: whether there was a value; if so, the result as a zigzag
 * varint.
 */
final class LongFold implements Aggregate {
  private static final int VERSION = 1;

  /** How two become one. */
  enum Op {
    SUM,
    MIN,
    MAX
  }

  private final Op op;
  private final String name;
  private final String field;
  private final Source<LongConsumer> source;

  LongFold(Op op, String kind, String of, Source<LongConsumer> source) {
    this.op = op;
    this.name = kind + "(" + of + ")";
    this.field = kind + "." + of;
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
      folded.value = in.readSInt64();
    }
    return folded;
  }

  private final class Folded implements Accumulator, LongConsumer {
    private boolean any;
    private long value;

    @Override
    public void add(DataRecord record) {
      source.read(record, this);
    }

    @Override
    public void accept(long next) {
      value = any ? fold(next) : next;
      any = true;
    }

    private long fold(long next) {
      return switch (op) {
        case SUM -> sum(next);
        case MIN -> Math.min(value, next);
        case MAX -> Math.max(value, next);
      };
    }

    private long sum(long next) {
      long sum = value + next;
      if (((value ^ sum) & (next ^ sum)) < 0) {
        throw MillraceException.of(Kind.CALLER, "sum does not fit in 64 bits")
            .with("aggregate", name)
            .with("sum", value)
            .with("value", next)
            .with("expected", "-2^63 to 2^63-1; sumDouble has a larger range");
      }
      return sum;
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
        out.writeSInt64NoTag(value);
      }
    }

    @Override
    public void putInto(FieldsBuilder fields) {
      if (any || op == Op.SUM) {
        fields.put(field, value);
      }
    }
  }
}
