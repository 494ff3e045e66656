// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.aggregate.Aggregate;
import io.millrace.aggregate.Aggregates;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the folds of a call. Thread-safe. */
final class Folds {
  /** What a sketch's only value is called. */
  static final String VALUE = "x";

  private final Call call;
  private final @Nullable Aggregate sketch;

  Folds(Call call) {
    this.call = call;
    this.sketch =
        switch (call.function()) {
          case APPROX_DISTINCT -> Aggregates.distinct(VALUE);
          case APPROX_QUANTILE -> Aggregates.quantiles(VALUE, call.parameter());
          case TOP_K -> Aggregates.topK(VALUE, (int) call.parameter());
          default -> null;
        };
  }

  /** About how many bytes one takes at most, beside what MIN and MAX hold. */
  int bytes() {
    return switch (call.function()) {
      case COUNT -> 24;
      case SUM, AVG -> 80;
      case MIN, MAX -> 64;
      case APPROX_DISTINCT -> 2_600;
      case APPROX_QUANTILE -> 5_500;
      case TOP_K -> 2_000 + 1_600 * (int) call.parameter();
    };
  }

  Fold create(MemoryBudget budget) {
    return switch (call.function()) {
      case COUNT -> new CountFold();
      case SUM, AVG -> new NumberFold(call);
      case MIN, MAX -> new ExtremeFold(call, budget);
      default -> new SketchFold(call, Objects.requireNonNull(sketch));
    };
  }

  static MillraceException wrongType(Call call, String type, String expected) {
    return MillraceException.of(Kind.CALLER, "aggregate meets a value of another type")
        .with("aggregate", call.sql())
        .with("type", type)
        .with("expected", expected);
  }

  /** The texts of a top-k result, as its fields have them. */
  static TopCounts top(Fields fields, int k) {
    var entries = new ArrayList<TopCounts.Entry>();
    for (int i = 1; i <= k; i++) {
      String name = "top." + VALUE + "." + i;
      var text = fields.text(name);
      if (text.isPresent()) {
        entries.add(new TopCounts.Entry(text.get(), fields.longValue(name + ".count").orElse(0)));
      }
    }
    return new TopCounts(entries, fields.longValue("top." + VALUE + ".error").orElse(0));
  }

  /** Counts rows. */
  private static final class CountFold implements Fold {
    private long count;

    @Override
    public void add(Cells cells, Cells.Kind kind, int row) {
      count++;
    }

    @Override
    public void merge(Fold other) {
      count += ((CountFold) other).count;
    }

    @Override
    public Object result() {
      return count;
    }
  }
}
