// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.select.Comparison;
import io.millrace.select.Literal;
import io.millrace.skip.FieldSkip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the skip index says of a comparison with a field. */
final class FieldFacts {
  private FieldFacts() {}

  /** Why no value of the field makes the comparison true; null if one may. */
  static @Nullable String absent(
      String name, FieldSkip field, Comparison comparison, Literal literal) {
    boolean inRange = false;
    boolean equal = false;
    for (Object value : comparable(literal)) {
      boolean may =
          switch (comparison) {
            case EQ -> field.mayBeBetween(value, value);
            case LT, LE -> field.mayBeBetween(null, value);
            case GT, GE -> field.mayBeBetween(value, null);
            case NE -> true;
          };
      inRange |= may;
      equal |= may && (comparison != Comparison.EQ || field.mayEqual(value));
    }
    return equal ? null : name + (inRange ? " filter" : " range");
  }

  /** What values of a field the literal can be compared with, each as the index wants it. */
  private static List<Object> comparable(Literal literal) {
    var values = new ArrayList<Object>();
    if (literal instanceof Literal.Text text) {
      values.add(text.value());
      Literal.time(text.value()).ifPresent(time -> values.add(Instant.ofEpochMilli(time.ms())));
    } else if (literal instanceof Literal.Whole whole) {
      values.add(whole.value());
      values.add(time(whole.value()));
    } else if (literal instanceof Literal.Decimal decimal) {
      values.add(decimal.value());
    } else if (literal instanceof Literal.Truth truth) {
      values.add(truth.value());
    } else if (literal instanceof Literal.Time time) {
      values.add(time(time.ms()));
    }
    return values;
  }

  private static Instant time(long ms) {
    return Instant.ofEpochMilli(ms);
  }
}
