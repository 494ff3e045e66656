// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import io.millrace.corpus.report.Page.Bars;
import io.millrace.corpus.report.Page.Card;
import io.millrace.corpus.report.Page.Columns;
import io.millrace.corpus.report.Page.Line;
import io.millrace.corpus.report.Page.Part;
import io.millrace.corpus.report.Page.Section;
import io.millrace.corpus.report.Page.Share;
import io.millrace.corpus.report.Page.Table;
import io.millrace.corpus.report.Page.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A page as one HTML file: style and drawings within, no script, nothing fetched. */
public final class PageHtml {
  private PageHtml() {}

  /** The whole file. */
  public static String of(Page page) {
    var html = new StringBuilder(1 << 15);
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.append("<title>").append(Markup.escape(page.title())).append("</title>\n<style>\n");
    html.append(style()).append("</style>\n</head>\n<body>\n<main>\n<header><h1>");
    html.append(Markup.escape(page.title())).append("</h1><p>");
    html.append(Markup.escape(page.subtitle())).append("</p></header>\n<div class=\"cards\">\n");
    page.cards().forEach(card -> add(html, card));
    html.append("</div>\n");
    page.sections().forEach(section -> add(html, section));
    return html.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void add(StringBuilder html, Card card) {
    html.append("<div class=\"card\"><b>")
        .append(Markup.escape(card.figure()))
        .append("</b><span>");
    html.append(Markup.escape(card.label())).append("</span><small>");
    html.append(Markup.escape(card.note())).append("</small></div>\n");
  }

  private static void add(StringBuilder html, Section section) {
    html.append("<section>\n<h2>").append(Markup.escape(section.title())).append("</h2>\n");
    if (!section.note().isEmpty()) {
      html.append("<p>").append(Markup.escape(section.note())).append("</p>\n");
    }
    section.parts().forEach(part -> html.append(part(part)));
    html.append("</section>\n");
  }

  private static String part(Part part) {
    if (part instanceof Share share) {
      return Charts.share(share);
    }
    if (part instanceof Bars bars) {
      return Charts.bars(bars);
    }
    if (part instanceof Columns columns) {
      return Charts.columns(columns);
    }
    if (part instanceof Line line) {
      return Charts.line(line);
    }
    if (part instanceof Table table) {
      return table(table);
    }
    Verdict verdict = (Verdict) part;
    return "<p class=\""
        + (verdict.holds() ? "holds" : "fails")
        + "\">"
        + Markup.escape(verdict.text())
        + "</p>\n";
  }

  private static String table(Table table) {
    var html = new StringBuilder("<table>");
    if (!table.title().isEmpty()) {
      html.append("<caption>").append(Markup.escape(table.title())).append("</caption>");
    }
    html.append("<thead><tr>");
    var numbers = new boolean[table.columns().size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = isNumbers(table.rows(), i);
      cell(html, "th", table.columns().get(i), numbers[i]);
    }
    html.append("</tr></thead><tbody>");
    for (List<String> row : table.rows()) {
      html.append("<tr>");
      for (int i = 0; i < numbers.length; i++) {
        cell(html, "td", row.get(i), numbers[i]);
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>\n").toString();
  }

  private static void cell(StringBuilder html, String tag, String text, boolean isNumber) {
    html.append('<').append(tag).append(isNumber ? " class=\"n\">" : ">");
    html.append(Markup.escape(text)).append("</").append(tag).append('>');
  }

  private static boolean isNumbers(List<List<String>> rows, int column) {
    return !rows.isEmpty()
        && rows.stream()
            .allMatch(row -> row.get(column).matches("[-+]?[0-9][0-9,.]*( ?[%a-zA-Z/]{0,6})?"));
  }

  private static String style() {
    try (InputStream css = PageHtml.class.getResourceAsStream("page.css")) {
      if (css == null) {
        throw new IllegalStateException("page.css: missing (expected: beside PageHtml's class)");
      }
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("page.css cannot be read", e);
    }
  }
}
