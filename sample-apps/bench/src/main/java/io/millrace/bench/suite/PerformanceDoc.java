// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a suite's figures into a Markdown document, between {@code <!-- results: suite -->} and
 * {@code <!-- end of results: suite -->}; all else in it is written by people and stays. The chart
 * lies in a folder beside it that has its name.
 */
public final class PerformanceDoc {
  private PerformanceDoc() {}

  /**
   * Writes the suite's part anew, and its chart.
   *
   * @throws MillraceException CALLER if the document has no such markers
   */
  public static void update(SuiteResult result, Path document) throws IOException {
    String begin = "<!-- results: " + result.suite() + " -->";
    String end = "<!-- end of results: " + result.suite() + " -->";
    String text = Files.readString(document);
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw MillraceException.of(Kind.CALLER, "document has no place for the suite's results")
          .with("document", document)
          .with("suite", result.suite())
          .with("expected", begin + " and later " + end + ", each on a line of its own");
    }
    String folder = document.getFileName().toString().replaceAll("\\.md$", "");
    String chart = result.suite() + ".svg";
    BarChart speed = Charts.speed(result);
    var part = new StringBuilder("\n\n");
    if (!speed.isEmpty()) {
      Path charts = Files.createDirectories(document.resolveSibling(folder));
      Files.writeString(charts.resolve(chart), speed.standalone());
      part.append("![%s](%s/%s)\n\n".formatted(result.suite() + ": records/s", folder, chart));
    }
    ResultTable.each(result).forEach(table -> part.append(table.markdown()).append("\n"));
    part.append("`")
        .append(result.circumstances().command())
        .append("`; ")
        .append(ResultPage.circumstances(result.circumstances()))
        .append(".\n");
    result.notes().forEach(note -> part.append("\n").append(note).append("\n"));
    result.failures().forEach(failure -> part.append("\n").append(failure).append("\n"));
    Files.writeString(
        document, text.substring(0, from + begin.length()) + part + text.substring(to));
  }
}
