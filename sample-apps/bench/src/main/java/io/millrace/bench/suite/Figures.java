// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** How figures are written for people: always the same number in the same words. */
public final class Figures {
  private static final double WHOLE_FROM = 1_000;
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_EVEN);

  private Figures() {}

  /** Whole and grouped from 1,000 on; below, three digits that count: 12.3, 0.00123. */
  public static String text(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    if (Math.abs(value) >= WHOLE_FROM) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** The median, and smallest and largest where there were several rounds. */
  public static String text(Summary summary) {
    return summary.min() == summary.max()
        ? text(summary.median())
        : "%s (%s to %s)"
            .formatted(text(summary.median()), text(summary.min()), text(summary.max()));
  }

  /** A share as {@code 12 %}. */
  public static String percent(double share) {
    return text(share * 100) + " %";
  }
}
