// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;

/** The lowest or highest value; values of types that cannot be compared are refused. */
final class ExtremeFold implements Fold {
  private final Call call;
  private final MemoryBudget budget;
  private final int sign;
  private @Nullable Object best;

  ExtremeFold(Call call, MemoryBudget budget) {
    this.call = call;
    this.budget = budget;
    this.sign = call.function() == Call.Function.MIN ? 1 : -1;
  }

  @Override
  public void add(Cells cells, Cells.Kind kind, int row) {
    take(cells.value(row));
  }

  private void take(@Nullable Object value) {
    Object known = best;
    if (known != null && ValueOrder.rank(known) != ValueOrder.rank(value)) {
      throw Folds.wrongType(call, type(value), type(known) + ", as the values before it");
    }
    if (known == null || sign * ValueOrder.INSTANCE.compare(value, known) < 0) {
      budget.take(size(value));
      budget.give(size(known));
      best = value;
    }
  }

  private static String type(@Nullable Object value) {
    return switch (ValueOrder.rank(value)) {
      case 0 -> "boolean";
      case 1 -> "number";
      case 2 -> "time";
      case 3 -> "text";
      default -> "bytes";
    };
  }

  private static int size(@Nullable Object value) {
    if (value instanceof String text) {
      return 2 * text.length();
    }
    return value instanceof ByteString bytes ? bytes.size() : 0;
  }

  @Override
  public void merge(Fold other) {
    var that = (ExtremeFold) other;
    if (that.best != null) {
      take(that.best);
      budget.give(size(that.best));
    }
  }

  @Override
  public @Nullable Object result() {
    return best;
  }
}
