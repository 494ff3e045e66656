// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.select.Order;
import io.millrace.select.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report in words, line by line. */
final class Explanation {
  private Explanation() {}

  /**
   * The lines.
   *
   * @param ran whether the query was answered, or only planned
   */
  static List<String> lines(Query query, Report report, boolean ran) {
    var lines = new ArrayList<String>();
    lines.add("query       " + query.sql());
    lines.add(
        text(
            "partitions  %,d of %,d%s",
            report.partitionsLeft(), report.partitions(), pruned(report.partitionsPruned())));
    lines.add(
        text(
            "blocks      %,d considered, %,d without index, to read %,d%s",
            report.blocksConsidered(),
            report.blocksUnindexed(),
            report.blocksToRead(),
            pruned(report.blocksPruned())));
    if (report.indexDamaged() > 0) {
      lines.add(text("index       %,d entries damaged and not used", report.indexDamaged()));
    }
    lines.add("answer      " + answer(query));
    if (ran) {
      lines.add(text("read        %,d blocks, %,d bytes", report.blocksRead(), report.bytesRead()));
      lines.add(
          text(
              "rows        %,d looked at, %,d matched, %,d returned",
              report.rowsLookedAt(), report.rowsMatched(), report.rowsReturned()));
    }
    Report.Times times = report.times();
    lines.add(
        text(
            "time        total %.1f ms: snapshot %.1f, index %.1f%s",
            times.totalNanos() / 1e6,
            times.snapshotNanos() / 1e6,
            times.indexNanos() / 1e6,
            ran
                ? text(
                    ", read %.1f, decode and evaluate %.1f (added up over parallel reads)",
                    times.readNanos() / 1e6, times.evaluateNanos() / 1e6)
                : ""));
    return lines;
  }

  private static String answer(Query query) {
    String form =
        query.isGrouped()
            ? query.groupBy().isEmpty() ? "one group of all rows" : "groups, held in memory"
            : query.order() instanceof Order.EventTime
                ? query.limit().isPresent()
                    ? "the first rows by event_time, held in memory"
                    : "all rows by event_time, held in memory"
                : "rows in log order, as they are read";
    return query.limit().isPresent() ? form + ", at most " + query.limit().getAsLong() : form;
  }

  private static String pruned(Map<String, Long> pruned) {
    return pruned.isEmpty()
        ? ""
        : pruned.entrySet().stream()
            .map(e -> text("%,d by %s", e.getValue(), e.getKey()))
            .collect(Collectors.joining(", ", "; pruned ", ""));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
