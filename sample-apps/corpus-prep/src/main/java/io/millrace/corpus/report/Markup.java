// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import java.util.Locale;

/** Text for HTML and SVG. */
final class Markup {
  private Markup() {}

  /** The text with everything that means something in HTML taken as itself. */
  static String escape(String text) {
    var escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isForbidden(c) ? '\uFFFD' : c);
      }
    }
    return escaped.toString();
  }

  /** Control characters, which HTML may not hold. */
  private static boolean isForbidden(char c) {
    return (c < ' ' && c != '\n' && c != '\t') || c == '\u007F' || c == '\uFFFE' || c == '\uFFFF';
  }

  /** A number for people: whole ones with groups of digits, others with three digits. */
  static String number(double value) {
    if (value == Math.rint(value) || value >= 1_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int whole = value < 1 ? 0 : (int) Math.log10(value) + 1;
    return String.format(Locale.ROOT, "%." + Math.max(1, 3 - whole) + "f", value);
  }

  /** A share of a whole for people. */
  static String percent(double part, double whole) {
    return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100 * part / whole);
  }

  /** A coordinate: at most one decimal. */
  static String at(double coordinate) {
    String text = String.format(Locale.ROOT, "%.1f", coordinate);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
