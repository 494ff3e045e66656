// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Column.Own;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate over the rows of a group; rows where the column is null are left out.
 *
 * @param column what it is about; null for the count of all rows
 * @param parameter the quantile's rank, 0 to 1; how many texts top_k gives, 1 to 100; otherwise 0
 */
public record Call(Function function, @Nullable Column column, double parameter)
    implements Expression {
  private static final int TOP_MAX = 100;

  /** What can be asked of a group. */
  public enum Function {
    /** How many rows, or how many that have the column. */
    COUNT,
    /** Sum of numbers: exact while all are long, else a double. */
    SUM,
    /** The lowest value. */
    MIN,
    /** The highest value. */
    MAX,
    /** Mean of numbers, a double. */
    AVG,
    /** About how many different values. */
    APPROX_DISTINCT,
    /** About the value of a rank among numbers. */
    APPROX_QUANTILE,
    /** About which texts come most often, and how often. */
    TOP_K;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The function of a name in letters of either case; empty if there is none. */
    public static Optional<Function> of(String name) {
      for (Function function : values()) {
        if (function.label.equalsIgnoreCase(name)) {
          return Optional.of(function);
        }
      }
      return Optional.empty();
    }

    /** The function's name. */
    public String label() {
      return label;
    }

    /** Whether it takes a number beside the column. */
    public boolean hasParameter() {
      return this == APPROX_QUANTILE || this == TOP_K;
    }

    boolean wantsNumbers() {
      return this == SUM || this == AVG || this == APPROX_QUANTILE;
    }
  }

  public Call {
    if (column == null && function != Function.COUNT) {
      throw refused(function, "no column", "a column, such as " + function.label + "(x)");
    }
    if (column == Own.FIELDS) {
      throw refused(function, "fields", "the name of one field");
    }
    if (function.wantsNumbers() && column instanceof Own own && !isNumber(own)) {
      throw refused(function, own.label(), "a field of numbers, partition, block or idx");
    }
    if (function == Function.APPROX_QUANTILE && !(parameter >= 0 && parameter <= 1)) {
      throw refused(function, String.valueOf(parameter), "a rank from 0 to 1, such as 0.5");
    }
    if (function == Function.TOP_K
        && !(parameter >= 1 && parameter <= TOP_MAX && parameter == Math.rint(parameter))) {
      throw refused(function, String.valueOf(parameter), "a whole number from 1 to " + TOP_MAX);
    }
    if (!function.hasParameter() && parameter != 0) {
      throw refused(function, String.valueOf(parameter), "a column only");
    }
  }

  private static boolean isNumber(Own own) {
    return own == Own.PARTITION || own == Own.BLOCK || own == Own.IDX;
  }

  private static MillraceException refused(Function function, String value, String expected) {
    return MillraceException.of(Kind.CALLER, "aggregate cannot take this")
        .with("aggregate", function.label)
        .with("value", value)
        .with("expected", expected);
  }

  @Override
  public String sql() {
    String inner = column == null ? "*" : column.sql();
    String number =
        parameter == Math.rint(parameter)
            ? Long.toString((long) parameter)
            : Double.toString(parameter);
    return function.label + "(" + inner + (function.hasParameter() ? ", " + number : "") + ")";
  }
}
