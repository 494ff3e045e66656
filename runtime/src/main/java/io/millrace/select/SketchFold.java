// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import io.millrace.aggregate.Accumulator;
import io.millrace.aggregate.Aggregate;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An estimate by one of the sketches that windows use: fed with records of one field. */
final class SketchFold implements Fold {
  private static final ByteString KEY = ByteString.copyFromUtf8("x");

  private final Call call;
  private final Accumulator accumulator;

  SketchFold(Call call, Aggregate sketch) {
    this.call = call;
    this.accumulator = sketch.create();
  }

  @Override
  public void add(Cells cells, Cells.Kind kind, int row) {
    FieldsBuilder value = Fields.stored();
    switch (kind) {
      case TEXT -> value.put(Folds.VALUE, text(cells.text(row)));
      case LONG -> value.put(Folds.VALUE, cells.whole(row));
      case DOUBLE -> value.put(Folds.VALUE, cells.decimal(row));
      case BOOLEAN -> value.put(Folds.VALUE, cells.truth(row));
      case TIME -> value.putTimeMs(Folds.VALUE, cells.whole(row));
      default -> value.put(Folds.VALUE, text(cells.bytes(row)));
    }
    boolean number = kind == Cells.Kind.LONG || kind == Cells.Kind.DOUBLE;
    if (call.function() == Call.Function.APPROX_QUANTILE && !number) {
      throw Folds.wrongType(call, kind.name().toLowerCase(Locale.ROOT), "long or double");
    }
    accumulator.add(
        new DataRecord(1, KEY, ByteString.EMPTY, DataRecord.NO_EVENT_TIME, value.build()));
  }

  /** Top-k keeps texts, so it keeps short ones. */
  private String text(String text) {
    return call.function() == Call.Function.TOP_K && text.length() > 200
        ? text.substring(0, 200)
        : text;
  }

  private String text(ByteString bytes) {
    return text(
        bytes.isValidUtf8()
            ? bytes.toStringUtf8()
            : "0x" + HexFormat.of().formatHex(bytes.toByteArray()));
  }

  @Override
  public void merge(Fold other) {
    accumulator.merge(((SketchFold) other).accumulator);
  }

  @Override
  public @Nullable Object result() {
    FieldsBuilder builder = Fields.stored();
    accumulator.putInto(builder);
    Fields fields = builder.build();
    if (call.function() == Call.Function.TOP_K) {
      return Folds.top(fields, (int) call.parameter());
    }
    if (fields.isEmpty()) {
      return null;
    }
    return call.function() == Call.Function.APPROX_DISTINCT
        ? (Object) fields.longValue(0)
        : (Object) fields.doubleValue(0);
  }
}
