// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws one figure as horizontal bars in SVG: a group for each load, a bar for each contender, with
 * the median at its end and a line from the smallest to the largest round. Bars begin at 0.
 */
final class BarChart {
  /** Colours, light and dark, for a page that holds charts or for a chart alone. */
  static final String STYLE =
      """
      .chart { font: 12px system-ui, sans-serif; }
      .chart text { fill: #1f2328; } .chart .small { font-size: 11px; fill: #59636e; }
      .chart .head { font-weight: 600; }
      .chart .bar { fill: #8c959f; } .chart .ours { fill: #1a7f64; } .chart .range { stroke: #1f2328; }
      @media (prefers-color-scheme: dark) {
        .chart text { fill: #e6edf3; } .chart .small { fill: #9198a1; }
        .chart .bar { fill: #656c76; } .chart .ours { fill: #3fb68b; } .chart .range { stroke: #e6edf3; }
      }
      """;

  private static final int WIDTH = 480;
  private static final int LABELS = 130;
  private static final int VALUES = 96;
  private static final int BAR = 14;
  private static final int ROW = 20;
  private static final int HEAD = 24;
  private static final int TITLE = 26;

  /**
   * One bar.
   *
   * @param contender its label
   */
  record Bar(String contender, Summary value) {}

  /**
   * The bars of one load.
   *
   * @param load its label
   */
  record Group(String load, List<Bar> bars) {
    Group {
      bars = List.copyOf(bars);
    }
  }

  private final String title;
  private final List<Group> groups;

  /** Groups without bars are left out. */
  BarChart(String title, List<Group> groups) {
    this.title = title;
    this.groups = groups.stream().filter(group -> !group.bars().isEmpty()).toList();
  }

  boolean isEmpty() {
    return groups.isEmpty();
  }

  /** As a file of its own, with its colours. */
  String standalone() {
    return svg("<style>" + STYLE + "</style>\n");
  }

  /** For a page that has {@link #STYLE}. */
  String inline() {
    return svg("");
  }

  private String svg(String style) {
    double most =
        groups.stream()
            .flatMap(group -> group.bars().stream())
            .mapToDouble(bar -> bar.value().max())
            .max()
            .orElse(0);
    double scale = most > 0 ? (WIDTH - LABELS - VALUES) / most : 0;
    var body = new ArrayList<String>();
    int y = TITLE;
    for (Group group : groups) {
      body.add(text("head", 0, y + HEAD - 9, group.load()));
      y += HEAD;
      for (Bar bar : group.bars()) {
        draw(bar, y, scale, body);
        y += ROW;
      }
    }
    return """
        <svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">
        %s%s
        %s
        </svg>
        """
        .formatted(
            WIDTH,
            y + 4,
            Html.escape(title),
            style,
            text("head", 0, TITLE - 10, title),
            String.join("\n", body));
  }

  private static void draw(Bar bar, int y, double scale, List<String> body) {
    Summary value = bar.value();
    boolean ours = bar.contender().equals(Contender.MILLRACE);
    double length = Math.max(1, value.median() * scale);
    double end = LABELS + Math.max(length, value.max() * scale);
    double middle = y + BAR / 2.0;
    body.add(text("small", 8, y + 11, bar.contender()));
    body.add(
        form(
            "<rect class=\"bar%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
            ours ? " ours" : "", LABELS, y, length, BAR));
    if (value.max() > value.min()) {
      body.add(
          form(
              "<line class=\"range\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
              LABELS + value.min() * scale, middle, LABELS + value.max() * scale, middle));
    }
    body.add(text("small", end + 6, y + 11, Figures.text(value.median())));
  }

  private static String text(String style, double x, double y, String text) {
    return form(
        "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, Html.escape(text));
  }

  private static String form(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
