// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.corpus.TimedDocument.Part;
import io.millrace.corpus.report.Page.Section;
import io.millrace.corpus.report.Page.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says which documents take longest: as lines, as JSON, as a section of the page. */
final class SlowestReport {
  private final SlowestDocuments documents;

  SlowestReport(SlowestDocuments documents) {
    this.documents = documents;
  }

  void add(ReportTable table) {
    if (documents.slowest().isEmpty()) {
      return;
    }
    table.heading("Slowest documents");
    int place = 0;
    for (TimedDocument one : documents.slowest()) {
      table.row(
          ++place + ".",
          decimal(one.ms()) + " ms",
          String.format(
              Locale.ROOT,
              "%.1f MB/s  %s  (%s%s)",
              one.megabytesPerSecond(),
              one.place(),
              parts(one),
              documents.standsOut(one).stream().map(s -> "; " + s).collect(Collectors.joining())));
    }
    table.line(documents.method());
  }

  private static String parts(TimedDocument one) {
    return one.parts().stream()
        .map(part -> part.label() + " " + decimal(one.ms(part)))
        .collect(Collectors.joining(", "));
  }

  void add(ObjectNode root) {
    ObjectNode node = root.putObject("slowest");
    node.put("method", documents.method());
    node.put("of", documents.of());
    node.put("measured", documents.measured());
    node.put("unmeasured", documents.unmeasured());
    node.put("sample_median_bytes", documents.typicalBytes());
    node.put("sample_median_mb_per_second", documents.typicalSpeed());
    var list = node.putArray("documents");
    for (TimedDocument one : documents.slowest()) {
      ObjectNode entry = list.addObject();
      entry.put("id", one.id().toString()).put("place", one.place()).put("kept", one.kept());
      entry.put("bytes", one.bytes()).put("language", one.language()).put("script", one.script());
      entry.put("ms", one.ms()).put("mb_per_second", one.megabytesPerSecond());
      ObjectNode parts = entry.putObject("parts_ms");
      for (Part part : Part.values()) {
        parts.put(part.label(), one.ms(part));
      }
      var reasons = entry.putArray("stands_out");
      documents.standsOut(one).forEach(reasons::add);
    }
  }

  Section section() {
    var rows = new ArrayList<List<String>>();
    var times = new ArrayList<List<String>>();
    int place = 0;
    for (TimedDocument one : documents.slowest()) {
      String number = String.valueOf(++place);
      rows.add(
          List.of(
              number,
              one.place(),
              one.kept() ? "passed" : "refused",
              String.format(Locale.ROOT, "%,d", one.bytes()),
              decimal(one.ms()),
              decimal(one.megabytesPerSecond()),
              String.join("; ", documents.standsOut(one))));
      var cells = new ArrayList<>(List.of(number));
      for (Part part : Part.values()) {
        cells.add(decimal(one.ms(part)));
      }
      times.add(cells);
    }
    var columns = new ArrayList<>(List.of("#"));
    for (Part part : Part.values()) {
      columns.add(part.label());
    }
    return new Section(
        "Slowest documents",
        "Documents are " + documents.method() + ".",
        List.of(
            new Table(
                "The slowest",
                List.of("#", "document", "rules", "bytes", "ms", "MB/s", "stands out"),
                rows),
            new Table("What their parts take, ms", columns, times)));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%,.2f", value);
  }
}
