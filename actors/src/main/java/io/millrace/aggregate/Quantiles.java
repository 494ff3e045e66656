// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Values.Source;
import io.millrace.model.DataRecord;
import io.millrace.model.FieldsBuilder;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;

/** Estimates quantiles of numbers. Layout 1: that of {@link KllSketch}. */
final class Quantiles implements Aggregate {
  private static final int VERSION = 1;

  private final String name;
  private final double[] ranks;
  private final List<String> fields;
  private final Source<DoubleConsumer> source;

  Quantiles(String of, double[] ranks, Source<DoubleConsumer> source) {
    if (ranks.length == 0) {
      throw new IllegalArgumentException(
          "quantiles of " + of + ": none (expected: at least one, such as 0.5)");
    }
    for (double rank : ranks) {
      if (!(rank >= 0 && rank <= 1)) {
        throw new IllegalArgumentException(
            "quantile of " + of + ": " + rank + " (expected: 0 to 1)");
      }
    }
    this.name = "quantiles(" + of + ", k " + KllSketch.K + ")";
    this.ranks = Arrays.stream(ranks).sorted().distinct().toArray();
    this.fields = Arrays.stream(this.ranks).mapToObj(rank -> percent(rank) + "." + of).toList();
    this.source = source;
  }

  /** {@code p50} for 0.5, {@code p99_9} for 0.999. */
  static String percent(double rank) {
    String percent =
        BigDecimal.valueOf(rank).movePointRight(2).stripTrailingZeros().toPlainString();
    return "p" + percent.replace('.', '_');
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> fields() {
    return fields;
  }

  @Override
  public Accumulator create() {
    return new Sketched(new KllSketch());
  }

  @Override
  public Accumulator read(CodedInputStream in) throws IOException {
    Layouts.expectVersion(in, name, VERSION);
    return new Sketched(KllSketch.read(in, name));
  }

  private final class Sketched implements Accumulator, DoubleConsumer {
    private final KllSketch sketch;

    private Sketched(KllSketch sketch) {
      this.sketch = sketch;
    }

    @Override
    public void add(DataRecord record) {
      source.read(record, this);
    }

    @Override
    public void accept(double value) {
      sketch.update(value);
    }

    @Override
    public void merge(Accumulator other) {
      sketch.merge(((Sketched) other).sketch);
    }

    @Override
    public void writeTo(CodedOutputStream out) throws IOException {
      out.writeUInt32NoTag(VERSION);
      sketch.writeTo(out);
    }

    @Override
    public void putInto(FieldsBuilder into) {
      if (sketch.count() > 0) {
        double[] values = sketch.quantiles(ranks);
        for (int i = 0; i < values.length; i++) {
          into.put(fields.get(i), values[i]);
        }
      }
    }
  }
}
