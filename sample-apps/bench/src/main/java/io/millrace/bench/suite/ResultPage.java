// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.bench.suite.SuiteResult.Circumstances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One page over all suites of a folder: tables, charts, settings, promises. It needs nothing but
 * itself: no script, no other file.
 */
public final class ResultPage {
  private static final String NAME = "index.html";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --text: #1f2328; --soft: #59636e; --line: #d1d9e0; --ours: #e8f5f0; }
      @media (prefers-color-scheme: dark) {
        :root { --text: #e6edf3; --soft: #9198a1; --line: #3d444d; --ours: #12352a; }
        body { background: #0d1117; }
      }
      body { font: 16px/1.5 system-ui, sans-serif; color: var(--text); margin: 0 auto; padding: 1rem;
        max-width: 60rem; }
      h1, h2, h3 { line-height: 1.2; }
      .soft, nav { color: var(--soft); font-size: .9rem; }
      nav a { margin-right: 1rem; color: inherit; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
      th, td { border-bottom: 1px solid var(--line); padding: .25rem .6rem; text-align: left;
        vertical-align: top; }
      td + td + td, th + th + th { text-align: right; }
      tr.ours td { background: var(--ours); font-weight: 600; }
      table.told td + td, table.told th + th { text-align: left; font-weight: 400; }
      svg.chart { display: block; width: 100%; max-width: 45rem; height: auto; margin: 1rem 0; }
      code { overflow-wrap: anywhere; }
      summary { cursor: pointer; margin: .5rem 0; }
      """;

  private ResultPage() {}

  /** Writes the page of all results that lie in the folder. */
  public static Path write(Path folder) throws IOException {
    return Files.writeString(folder.resolve(NAME), html(ResultFile.readAll(folder)));
  }

  static String html(List<SuiteResult> results) {
    var page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>Millrace bench</title>\n<style>\n")
        .append(STYLE)
        .append(BarChart.STYLE)
        .append("</style>\n</head>\n<body>\n<h1>Millrace bench</h1>\n")
        .append(
            "<p>Contenders ran in turns on the same machine, in the same run. A figure is the median"
                + " of the rounds, with the smallest and the largest; in charts a thin line goes from"
                + " one to the other.</p>\n<nav>");
    for (SuiteResult result : results) {
      String name = Html.escape(result.suite());
      page.append("<a href=\"#%s\">%s</a>".formatted(name, name));
    }
    page.append("</nav>\n");
    results.forEach(result -> section(result, page));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void section(SuiteResult result, StringBuilder page) {
    String name = Html.escape(result.suite());
    page.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(name, name));
    paragraph(result.about(), "", page);
    paragraph(circumstances(result.circumstances()), " class=\"soft\"", page);
    page.append("<p><code>")
        .append(Html.escape(result.circumstances().command()))
        .append("</code></p>\n");
    result.notes().forEach(note -> paragraph(note, "", page));
    result.failures().forEach(failure -> paragraph(failure, "", page));
    BarChart speed = Charts.speed(result);
    if (!speed.isEmpty()) {
      page.append(speed.inline());
    }
    ResultTable.each(result)
        .forEach(
            table -> page.append("<div class=\"wide\">\n").append(table.html()).append("</div>\n"));
    List<BarChart> others = Charts.others(result);
    if (!others.isEmpty()) {
      page.append("<details><summary>More charts</summary>\n");
      others.forEach(chart -> page.append(chart.inline()));
      page.append("</details>\n");
    }
    page.append("<h3>What is promised</h3>\n<div class=\"wide\"><table class=\"told\">\n");
    result.sides().forEach(side -> row(side.name(), side.promises(), page));
    page.append("</table></div>\n<details><summary>Settings</summary>\n");
    result.sides().forEach(side -> settings(side, page));
    page.append("</details>\n</section>\n");
  }

  private static void settings(Side side, StringBuilder page) {
    page.append("<h4>")
        .append(Html.escape(side.name()))
        .append("</h4>\n<div class=\"wide\"><table class=\"told\">\n");
    side.settings().forEach((name, value) -> row(name, value, page));
    page.append("</table></div>\n");
  }

  private static void row(String first, String second, StringBuilder page) {
    page.append(
        "<tr><td>%s</td><td>%s</td></tr>\n".formatted(Html.escape(first), Html.escape(second)));
  }

  private static void paragraph(String text, String attributes, StringBuilder page) {
    page.append("<p%s>%s</p>\n".formatted(attributes, Html.escape(text)));
  }

  /** One line. */
  static String circumstances(Circumstances of) {
    Machine machine = of.machine();
    return "%s%s; %d processors%s, %s GiB; Java %s; %s; load %s before, %s after; %d rounds after %d of warm-up"
        .formatted(
            of.date(),
            of.commit().isEmpty() ? "" : ", commit " + of.commit(),
            machine.processors(),
            machine.model().isEmpty() ? "" : " (" + machine.model() + ")",
            Figures.text(machine.memoryBytes() / (double) (1L << 30)),
            machine.java(),
            machine.os(),
            Figures.text(of.loadBefore()),
            Figures.text(of.loadAfter()),
            of.rounds(),
            of.warmUpRounds());
  }
}
