// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.google.protobuf.ByteString;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.v1.TopTexts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers for people: columns as wide as the first rows need, numbers to the right. */
final class AnswerTable {
  /** Rows that are looked at for the columns' width before the first is printed. */
  private static final int LOOK_AHEAD = 100;

  private static final int CELL_SHOWN_MAX = 80;

  private final PrintWriter out;

  AnswerTable(PrintWriter out) {
    this.out = out;
  }

  void print(Answer answer) {
    List<String> titles = answer.titles();
    if (titles.equals(List.of("plan"))) {
      answer.forEachRemaining(row -> out.println(row.value(0)));
      return;
    }
    var first = new ArrayList<List<String>>();
    var right = new boolean[titles.size()];
    long rows = 0;
    while (answer.hasNext() && first.size() < LOOK_AHEAD) {
      AnswerRow row = answer.next();
      first.add(cells(row));
      for (int i = 0; i < right.length; i++) {
        right[i] |= row.value(i) instanceof Number;
      }
      rows++;
    }
    int[] widths = widths(titles, first);
    line(titles, widths, right);
    first.forEach(row -> line(row, widths, right));
    while (answer.hasNext()) {
      line(cells(answer.next()), widths, right);
      rows++;
    }
    out.println(rows == 1 ? "1 row" : rows + " rows");
  }

  private static int[] widths(List<String> titles, List<List<String>> rows) {
    var widths = new int[titles.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = titles.get(i).length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private void line(List<String> cells, int[] widths, boolean[] right) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(Math.max(0, widths[i] - cell.length()));
      line.append(i == 0 ? "" : "  ").append(right[i] ? pad + cell : cell + pad);
    }
    out.println(line.toString().stripTrailing());
  }

  private static List<String> cells(AnswerRow row) {
    var cells = new ArrayList<String>();
    for (int i = 0; i < row.titles().size(); i++) {
      cells.add(cell(row.value(i)));
    }
    return cells;
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof ByteString bytes) {
      return "(" + bytes.size() + " bytes)";
    }
    if (value instanceof TopTexts top) {
      return top.getTextsList().stream()
          .map(text -> text.getText() + " " + text.getCount())
          .collect(Collectors.joining(", "));
    }
    String oneLine = value.toString().replaceAll("\\s+", " ");
    return oneLine.length() <= CELL_SHOWN_MAX
        ? oneLine
        : oneLine.substring(0, CELL_SHOWN_MAX) + "… (" + value.toString().length() + " characters)";
  }
}
