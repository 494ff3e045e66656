// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.report;

import io.millrace.corpus.report.Page.Bars;
import io.millrace.corpus.report.Page.Card;
import io.millrace.corpus.report.Page.Columns;
import io.millrace.corpus.report.Page.Line;
import io.millrace.corpus.report.Page.Point;
import io.millrace.corpus.report.Page.Section;
import io.millrace.corpus.report.Page.Share;
import io.millrace.corpus.report.Page.Table;
import io.millrace.corpus.report.Page.Value;
import io.millrace.corpus.report.Page.Verdict;
import java.util.List;

/** A page with one of each part, and names that try to break out of it. */
final class SamplePage {
  static final String HOSTILE = "</title><script>document.title='broken'</script>\"'&\u0001";

  private SamplePage() {}

  static Page page() {
    var fates =
        new Share(
            "All documents",
            "documents",
            List.of(new Value("kept", 75), new Value(HOSTILE, 25), new Value("none", 0)));
    var rules = new Bars("By rule", "documents", List.of(new Value("long", 20), new Value("x", 5)));
    var jaccard = new Columns("Jaccard", "from", List.of(new Value("0.8", 3), new Value("0.9", 6)));
    var speed = new Line("Speed", "MB/s", List.of(new Point(0, 1), new Point(2, 4)));
    var sources = new Table("", List.of("source", "in"), List.of(List.of(HOSTILE, "1,200")));
    return new Page(
        "Report & more",
        "made for a test",
        List.of(new Card("kept", "75", "of 100")),
        List.of(
            new Section("Fates", "", List.of(fates, new Verdict(true, "adds up"))),
            new Section("Rest", "a note", List.of(rules, jaccard, speed, sources)),
            new Section("Empty", "", List.of(new Share("none", "", List.of()), none(), empty()))));
  }

  private static Columns none() {
    return new Columns("no ranges", "", List.of());
  }

  private static Line empty() {
    return new Line("no time", "", List.of());
  }
}
