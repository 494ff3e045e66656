// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import io.millrace.corpus.report.Page.Bars;
import io.millrace.corpus.report.Page.Columns;
import io.millrace.corpus.report.Page.Line;
import io.millrace.corpus.report.Page.Point;
import io.millrace.corpus.report.Page.Share;
import io.millrace.corpus.report.Page.Value;
import java.util.List;

/**
 * Draws charts as SVG. Every mark carries its figure as text or as a title, so that nothing must be
 * read off an axis. Colours are classes of the page's style sheet, the palette of Okabe and Ito,
 * which the colour-blind can tell apart.
 */
final class Charts {
  private static final int WIDTH = 720;

  /** Colours there are; further pieces take the last one, for "others". */
  private static final int COLOURS = 8;

  private static final int ROW = 26;
  private static final int LABELS = 210;
  private static final int FIGURES = 120;
  private static final int PLOT = 180;
  private static final int MARGIN = 56;
  private static final int FOOT = 40;

  private Charts() {}

  static String share(Share share) {
    double whole = sum(share.pieces());
    var marks = new StringBuilder();
    var legend = new StringBuilder("<ul class=\"legend\">");
    double x = 0;
    int colour = 0;
    for (Value piece : share.pieces()) {
      if (piece.value() == 0) {
        continue;
      }
      double width = WIDTH * piece.value() / whole;
      String text =
          piece.label()
              + ": "
              + Markup.number(piece.value())
              + " "
              + share.unit()
              + ", "
              + Markup.percent(piece.value(), whole);
      String c = "c" + Math.min(colour++, COLOURS - 1);
      marks.append(rectangle(x, 0, width, 34, c, text));
      legend.append("<li><i class=\"").append(c).append("\"></i>");
      legend.append(Markup.escape(text)).append("</li>");
      x += width;
    }
    return figure(share.title(), svg(34, marks) + legend + "</ul>");
  }

  static String bars(Bars bars) {
    double most = most(bars.bars());
    int room = WIDTH - LABELS - FIGURES;
    var marks = new StringBuilder();
    int y = 0;
    for (Value bar : bars.bars()) {
      String figure = Markup.number(bar.value()) + " " + bars.unit();
      double width = most == 0 ? 0 : room * bar.value() / most;
      marks.append(text(LABELS - 8, y + 17, "end", shortened(bar.label(), 30), bar.label()));
      marks.append(rectangle(LABELS, y + 4, width, ROW - 8, "c0", bar.label() + ": " + figure));
      marks.append(text(LABELS + width + 6, y + 17, "start", figure, figure));
      y += ROW;
    }
    return figure(bars.title(), svg(Math.max(y, ROW), marks));
  }

  static String columns(Columns columns) {
    List<Value> counts = columns.counts();
    double most = most(counts);
    var marks = new StringBuilder();
    double step = (WIDTH - MARGIN) / (double) Math.max(1, counts.size());
    int every = (int) Math.max(1, Math.ceil(counts.size() * 46.0 / (WIDTH - MARGIN)));
    axis(marks, most);
    for (int i = 0; i < counts.size(); i++) {
      Value count = counts.get(i);
      double height = most == 0 ? 0 : PLOT * count.value() / most;
      double x = MARGIN + i * step;
      String title = count.label() + ": " + Markup.number(count.value());
      marks.append(
          rectangle(x + 1, PLOT - height + 10, Math.max(1, step - 2), height, "c0", title));
      if (i % every == 0) {
        marks.append(text(x + step / 2, PLOT + 26, "middle", count.label(), title));
      }
    }
    marks.append(text(WIDTH, PLOT + FOOT + 4, "end", columns.axis(), columns.axis()));
    return figure(columns.title(), svg(PLOT + FOOT + 10, marks));
  }

  static String line(Line line) {
    List<Point> points = line.points();
    double most = 0;
    double end = 0;
    for (Point point : points) {
      most = Math.max(most, point.value());
      end = Math.max(end, point.seconds());
    }
    var marks = new StringBuilder();
    axis(marks, most);
    var path = new StringBuilder();
    for (Point point : points) {
      double x = MARGIN + (end == 0 ? 0 : (WIDTH - MARGIN - 4) * point.seconds() / end);
      double y = 10 + (most == 0 ? PLOT : PLOT - PLOT * point.value() / most);
      path.append(path.isEmpty() ? "M" : " L").append(Markup.at(x)).append(' ');
      path.append(Markup.at(y));
    }
    if (!points.isEmpty()) {
      marks.append("<path class=\"line\" d=\"").append(path).append("\"></path>");
    }
    String last = Markup.number(end) + " s";
    marks.append(text(MARGIN, PLOT + 26, "start", "0 s", "0 s"));
    marks.append(text(WIDTH, PLOT + 26, "end", last, last));
    return figure(line.title() + ", " + line.unit(), svg(PLOT + FOOT, marks));
  }

  /** Three lines across with their values, the highest being the most there is. */
  private static void axis(StringBuilder marks, double most) {
    for (int i = 0; i <= 2; i++) {
      double y = 10 + PLOT - PLOT * i / 2.0;
      String value = Markup.number(most * i / 2);
      marks.append("<line class=\"grid\" x1=\"").append(MARGIN).append("\" x2=\"").append(WIDTH);
      marks.append("\" y1=\"").append(Markup.at(y)).append("\" y2=\"").append(Markup.at(y));
      marks.append("\"></line>").append(text(MARGIN - 6, y + 4, "end", value, value));
    }
  }

  private static String rectangle(
      double x, double y, double width, double height, String colour, String title) {
    return "<rect class=\""
        + colour
        + "\" x=\""
        + Markup.at(x)
        + "\" y=\""
        + Markup.at(y)
        + "\" width=\""
        + Markup.at(width)
        + "\" height=\""
        + Markup.at(height)
        + "\"><title>"
        + Markup.escape(title)
        + "</title></rect>";
  }

  private static String text(double x, double y, String anchor, String text, String title) {
    return "<text x=\""
        + Markup.at(x)
        + "\" y=\""
        + Markup.at(y)
        + "\" text-anchor=\""
        + anchor
        + "\"><title>"
        + Markup.escape(title)
        + "</title>"
        + Markup.escape(text)
        + "</text>";
  }

  private static String svg(int height, CharSequence marks) {
    return "<svg viewBox=\"0 0 " + WIDTH + " " + height + "\" role=\"img\">" + marks + "</svg>";
  }

  private static String figure(String title, String drawing) {
    return "<figure><figcaption>"
        + Markup.escape(title)
        + "</figcaption>"
        + drawing
        + "</figure>\n";
  }

  private static String shortened(String label, int most) {
    return label.length() <= most ? label : "…" + label.substring(label.length() - most + 1);
  }

  private static double sum(List<Value> values) {
    return values.stream().mapToDouble(Value::value).sum();
  }

  private static double most(List<Value> values) {
    return values.stream().mapToDouble(Value::value).max().orElse(0);
  }
}
