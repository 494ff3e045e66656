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
import java.util.function.DoubleConsumer;

/**
 * Sums numbers, and divides by how many there were if it is a mean. Carries what each addition
 * rounds away, so the error of a sum does not grow with the number of values. After Neumaier,
 * "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54, 1974.
 *
 * <p>Layout 1: how many values as a varint; if any, the sum and what was rounded away, in 8 bytes
 * each, lowest first.
 */
final class DoubleSum implements Aggregate {
  private static final int VERSION = 1;

  private final boolean mean;
  private final String name;
  private final String field;
  private final Source<DoubleConsumer> source;

  DoubleSum(boolean mean, String of, Source<DoubleConsumer> source) {
    this.mean = mean;
    this.name = (mean ? "mean(" : "sumDouble(") + of + ")";
    this.field = (mean ? "mean." : "sum.") + of;
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
    return new Summed();
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    Layouts.expectVersion(in, name, VERSION);
    var summed = new Summed();
    summed.count = in.readUInt64();
    Layouts.check(summed.count >= 0, name, "count", summed.count);
    if (summed.count > 0) {
      summed.sum = in.readDouble();
      summed.rest = in.readDouble();
      Layouts.check(Double.isFinite(summed.sum + summed.rest), name, "sum", summed.sum);
    }
    return summed;
  }

  private final class Summed implements Accumulator, DoubleConsumer {
    private long count;
    private double sum;
    private double rest;

    @Override
    public void add(DataRecord record) {
      source.read(record, this);
    }

    @Override
    public void accept(double value) {
      plus(value);
      count++;
    }

    private void plus(double value) {
      double next = sum + value;
      if (!Double.isFinite(next)) {
        throw MillraceException.of(Kind.CALLER, "sum is too large for a double")
            .with("aggregate", name)
            .with("sum", sum)
            .with("value", value)
            .with("expected", "a sum up to " + Double.MAX_VALUE);
      }
      rest += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
      sum = next;
    }

    @Override
    public void merge(Accumulator other) {
      var that = (Summed) other;
      plus(that.sum);
      rest += that.rest;
      count = Math.addExact(count, that.count);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeUInt32NoTag(VERSION);
      out.writeUInt64NoTag(count);
      if (count > 0) {
        out.writeDoubleNoTag(sum);
        out.writeDoubleNoTag(rest);
      }
    }

    @Override
    public void putInto(FieldsBuilder fields) {
      if (!mean) {
        fields.put(field, sum + rest);
      } else if (count > 0) {
        fields.put(field, (sum + rest) / count);
      }
    }
  }
}
