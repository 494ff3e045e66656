// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lays out lines of label, figure and note: labels to the left, figures to the right. */
final class ReportTable {
  private sealed interface Line {}

  private record Heading(String text) implements Line {}

  private record Row(String label, String figure, String note) implements Line {}

  private record Free(String text) implements Line {}

  private final List<Line> lines = new ArrayList<>();

  void heading(String text) {
    lines.add(new Heading(text));
  }

  void row(String label, String figure, String note) {
    lines.add(new Row(label, figure, note));
  }

  void line(String text) {
    lines.add(new Free(text));
  }

  /** A number of things, for a row's figure or note. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  String text() {
    int labelWidth = 1;
    int figureWidth = 1;
    for (Line line : lines) {
      if (line instanceof Row row) {
        labelWidth = Math.max(labelWidth, row.label().length());
        figureWidth = Math.max(figureWidth, row.figure().length());
      }
    }
    String format = "  %-" + labelWidth + "s  %" + figureWidth + "s  %s";
    var text = new StringBuilder();
    boolean wasRow = false;
    for (Line line : lines) {
      if (wasRow && !(line instanceof Row)) {
        text.append('\n');
      }
      if (line instanceof Row row) {
        String laidOut = String.format(Locale.ROOT, format, row.label(), row.figure(), row.note());
        text.append(laidOut.stripTrailing());
      } else if (line instanceof Heading heading) {
        text.append(heading.text());
      } else if (line instanceof Free free) {
        text.append(free.text());
      }
      text.append('\n');
      wasRow = line instanceof Row;
    }
    return text.toString();
  }
}
