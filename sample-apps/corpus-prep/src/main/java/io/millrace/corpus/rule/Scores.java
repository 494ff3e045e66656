// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all measures of a judge say of one text, in their order. Has a text form that is short,
 * since most scores of most texts are 0: those are left out, the others are rounded to four
 * decimals. Immutable.
 */
public final class Scores {
  private static final double SCALE = 10_000;
  private static final double EXACT_MAX = 1e14;

  private final List<String> names;
  private final double[] values;

  Scores(List<String> names, double[] values) {
    this.names = names;
    this.values = values;
  }

  /** The measures. */
  public List<String> names() {
    return names;
  }

  /** The score of a measure; {@link Measure#NOT_JUDGED} of one that is not there. */
  public double get(String name) {
    int at = names.indexOf(name);
    return at < 0 ? Measure.NOT_JUDGED : values[at];
  }

  /** The score at a measure's place in {@link #names}. */
  public double at(int place) {
    return values[place];
  }

  /**
   * The text form: {@code name=score} with blanks between. A measure that is left out has 0; one
   * that did not judge has {@code name=-}.
   */
  public String text() {
    var out = new StringBuilder(256);
    for (int i = 0; i < values.length; i++) {
      String number = number(values[i]);
      if (!number.equals("0")) {
        out.append(out.isEmpty() ? "" : " ").append(names.get(i)).append('=').append(number);
      }
    }
    return out.toString();
  }

  /**
   * Reads the text form.
   *
   * @return scores by measure, those of 0 left out
   * @throws IllegalArgumentException if it is none
   */
  public static Map<String, Double> parse(String text) {
    var scores = new LinkedHashMap<String, Double>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int sign = pair.lastIndexOf('=');
      if (sign <= 0) {
        throw new IllegalArgumentException("score: " + pair + " (expected: name=number)");
      }
      String number = pair.substring(sign + 1);
      scores.put(
          pair.substring(0, sign),
          number.equals("-") ? Measure.NOT_JUDGED : Double.parseDouble(number));
    }
    return scores;
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Math.abs(value) > EXACT_MAX) {
      return Double.toString(value);
    }
    long scaled = Math.round(value * SCALE);
    long whole = Math.abs(scaled) / (long) SCALE;
    long rest = Math.abs(scaled) % (long) SCALE;
    String sign = scaled < 0 ? "-" : "";
    if (rest == 0) {
      return sign + whole;
    }
    String decimals = Long.toString((long) SCALE + rest).substring(1);
    int end = decimals.length();
    while (decimals.charAt(end - 1) == '0') {
      end--;
    }
    return sign + whole + "." + decimals.substring(0, end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scores that
        && names.equals(that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * names.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return text();
  }
}
