// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import io.millrace.model.DataRecord;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Where an aggregate's values come from: a record gives its sink one value, or none. */
final class Values {
  private Values() {}

  /** Gives a sink the record's value, if it has one. */
  @FunctionalInterface
  interface Source<T> {
    void read(DataRecord record, T sink);
  }

  /** Takes a value of whatever type. */
  interface AnySink {
    void accept(Fields fields, int index);

    void accept(String text);
  }

  /** Takes a text. */
  interface TextSink {
    void accept(String text);
  }

  static Source<LongConsumer> longs(String field) {
    return (record, sink) -> {
      Fields fields = record.fields();
      int i = fields.indexOf(field);
      if (i >= 0) {
        expect(fields, i, fields.type(i) == FieldType.LONG, "long");
        sink.accept(fields.longValue(i));
      }
    };
  }

  static Source<LongConsumer> longs(ToLongFunction<DataRecord> function) {
    return (record, sink) -> sink.accept(function.applyAsLong(record));
  }

  /** A whole number is widened, as in Java. */
  static Source<DoubleConsumer> doubles(String field) {
    return (record, sink) -> {
      Fields fields = record.fields();
      int i = fields.indexOf(field);
      if (i >= 0) {
        FieldType type = fields.type(i);
        expect(fields, i, type == FieldType.DOUBLE || type == FieldType.LONG, "double or long");
        sink.accept(fields.doubleValue(i));
      }
    };
  }

  static Source<DoubleConsumer> doubles(String name, ToDoubleFunction<DataRecord> function) {
    return (record, sink) -> {
      double value = function.applyAsDouble(record);
      if (!Double.isFinite(value)) {
        throw MillraceException.of(Kind.CALLER, "value is no finite number")
            .with("value", value)
            .with("name", name)
            .with("expected", "neither NaN nor infinite: send the record without it");
      }
      sink.accept(value);
    };
  }

  static Source<AnySink> any(String field) {
    return (record, sink) -> {
      int i = record.fields().indexOf(field);
      if (i >= 0) {
        sink.accept(record.fields(), i);
      }
    };
  }

  static Source<AnySink> any(Function<DataRecord, String> function) {
    return (record, sink) -> sink.accept(function.apply(record));
  }

  /** What is no text is shown as text. */
  static Source<TextSink> texts(String field) {
    return (record, sink) -> {
      int i = record.fields().indexOf(field);
      if (i >= 0) {
        sink.accept(record.fields().display(i));
      }
    };
  }

  static Source<TextSink> texts(Function<DataRecord, String> function) {
    return (record, sink) -> sink.accept(function.apply(record));
  }

  private static void expect(Fields fields, int index, boolean ok, String expected) {
    if (!ok) {
      throw MillraceException.of(Kind.CALLER, "field is of another type")
          .with("field", fields.name(index))
          .with("type", fields.type(index).label())
          .with("expected", expected);
    }
  }
}
