// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A suite's result as rows and columns of text, one row for each load and contender: what terminal,
 * page and document all show.
 *
 * @param columns titles
 * @param rows as wide as {@code columns}
 */
record ResultTable(List<String> columns, List<List<String>> rows) {
  private static final int FIGURES_FROM = 6;
  private static final String CPU = "-cpu-s-per-million";

  /**
   * A table for each kind of loads, in order: the kind is what {@link Load#KIND} says. So loads
   * that are measured by other figures do not make each other's rows wide.
   */
  static List<ResultTable> each(SuiteResult result) {
    var kinds = new LinkedHashMap<Long, List<Load>>();
    result
        .loads()
        .forEach(
            load ->
                kinds.computeIfAbsent(load.getOr(Load.KIND, 0), k -> new ArrayList<>()).add(load));
    return kinds.values().stream().map(loads -> of(result, loads, result.figureNames())).toList();
  }

  private static ResultTable of(SuiteResult result, List<Load> loads, List<String> figures) {
    var columns = new ArrayList<String>();
    columns.addAll(
        List.of(
            "load",
            "contender",
            "records/s",
            "millrace / this",
            "share of limit",
            "CPU s per million"));
    figures.forEach(name -> columns.add(title(name)));
    var rows = new ArrayList<List<String>>();
    for (Load load : loads) {
      for (Result one : result.under(load.name())) {
        rows.add(row(result, one, figures));
      }
    }
    return new ResultTable(columns, rows).withoutEmptyColumns();
  }

  private static List<String> row(SuiteResult all, Result one, List<String> figures) {
    var row = new ArrayList<String>();
    row.add(one.load());
    row.add(one.contender());
    if (!one.isMeasured()) {
      row.add("failed");
      while (row.size() < FIGURES_FROM + figures.size()) {
        row.add("");
      }
      return row;
    }
    row.add(
        Figures.text(one.recordsPerSecond()) + (one.failure().isPresent() ? ", then failed" : ""));
    row.add(all.ratio(one).stream().mapToObj(Figures::text).findFirst().orElse(""));
    row.add(all.shareOfLimit(one).stream().mapToObj(Figures::percent).findFirst().orElse(""));
    row.add(text(one.cpuSecondsPerMillion()));
    Map<String, Summary> known = one.figures();
    long processes = known.keySet().stream().filter(name -> name.endsWith(CPU)).count();
    for (String name : figures) {
      // Of a single process it would be the same as of all.
      boolean twice = name.endsWith(CPU) && processes == 1;
      row.add(twice ? "" : text(Optional.ofNullable(known.get(name))));
    }
    return row;
  }

  /** A figure's name in words, with its unit as people write it. */
  private static String title(String name) {
    return name.replace(CPU, " CPU s per million")
        .replace("-mb-per-s", " MB/s")
        .replaceFirst("-(ms|seconds)$", " [$1]")
        .replaceAll("(?<=[a-z])-(?=[a-z])", " ")
        .replace("[seconds]", "[s]");
  }

  private static String text(Optional<Summary> summary) {
    return summary.map(Figures::text).orElse("");
  }

  private ResultTable withoutEmptyColumns() {
    var kept = new ArrayList<Integer>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      if (i < 2 || rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
        kept.add(i);
      }
    }
    return new ResultTable(
        kept.stream().map(columns::get).toList(),
        rows.stream().map(row -> kept.stream().map(row::get).toList()).toList());
  }

  /** For a terminal: columns padded to their width. */
  String padded() {
    var lines = new ArrayList<List<String>>();
    lines.add(columns);
    lines.addAll(rows);
    int[] widths = new int[columns.size()];
    lines.forEach(
        line -> {
          for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], line.get(i).length());
          }
        });
    var text = new StringBuilder();
    for (List<String> line : lines) {
      var padded = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        padded.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      text.append(padded.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** For Markdown. */
  String markdown() {
    var text = new StringBuilder();
    text.append("| ").append(String.join(" | ", columns)).append(" |\n");
    text.append("|---|---|").append("---:|".repeat(columns.size() - 2)).append('\n');
    for (List<String> row : rows) {
      text.append("| ")
          .append(String.join(" | ", row.stream().map(cell -> cell.replace("|", "\\|")).toList()))
          .append(" |\n");
    }
    return text.toString();
  }

  /** For a page. */
  String html() {
    var text = new StringBuilder("<table>\n<tr>");
    columns.forEach(column -> text.append("<th>").append(Html.escape(column)).append("</th>"));
    text.append("</tr>\n");
    for (List<String> row : rows) {
      text.append(row.get(1).equals(Contender.MILLRACE) ? "<tr class=\"ours\">" : "<tr>");
      row.forEach(cell -> text.append("<td>").append(Html.escape(cell)).append("</td>"));
      text.append("</tr>\n");
    }
    return text.append("</table>\n").toString();
  }
}
