// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The results of all phases as a page of Markdown. */
final class ChaosReport {
  private final List<PhaseResult> phases;
  private final String setUp;
  private final List<String> left;

  /**
   * A report.
   *
   * @param setUp what ran, in words
   * @param left what was left out, and why
   */
  ChaosReport(List<PhaseResult> phases, String setUp, List<String> left) {
    this.phases = phases;
    this.setUp = setUp;
    this.left = left;
  }

  /** All violations of all phases. */
  Verdict verdict() {
    var all = new Verdict();
    phases.forEach(phase -> all.addAll(phase.verdict));
    return all;
  }

  /** The page. */
  String markdown() {
    var page = new StringBuilder("# Faults\n\n").append(setUp).append("\n\n");
    faults(page);
    violations(page);
    phases(page);
    if (!left.isEmpty()) {
      page.append("\nNot run:\n\n");
      left.forEach(text -> page.append("- ").append(text).append('\n'));
    }
    return page.toString();
  }

  private void faults(StringBuilder page) {
    var byName = new LinkedHashMap<String, List<Occurrence>>();
    for (PhaseResult phase : phases) {
      for (Occurrence occurrence : phase.occurrences) {
        byName.computeIfAbsent(occurrence.fault(), n -> new ArrayList<>()).add(occurrence);
      }
    }
    page.append(
        "| fault | times | acknowledged meanwhile | first receipt after it, s (p50, max) |"
            + " all partitions after mending, s (p50, max) | nodes to restart |\n");
    page.append("|---|---|---|---|---|---|\n");
    for (Map.Entry<String, List<Occurrence>> row : byName.entrySet()) {
      var times = row.getValue();
      page.append("| ")
          .append(row.getKey())
          .append(" | ")
          .append(times.size())
          .append(" | ")
          .append(times.stream().mapToLong(Occurrence::acknowledgedMeanwhile).sum())
          .append(" | ")
          .append(seconds(times.stream().map(Occurrence::first).toList()))
          .append(" | ")
          .append(seconds(times.stream().map(Occurrence::recovered).toList()))
          .append(" | ")
          .append(times.stream().mapToInt(Occurrence::rescues).sum())
          .append(" |\n");
    }
  }

  private static String seconds(Collection<Optional<Duration>> durations) {
    var sorted = durations.stream().flatMap(Optional::stream).sorted().toList();
    if (sorted.isEmpty()) {
      return "never";
    }
    String text =
        String.format(
            Locale.ROOT,
            "%.1f, %.1f",
            sorted.get(sorted.size() / 2).toMillis() / 1e3,
            sorted.get(sorted.size() - 1).toMillis() / 1e3);
    int never = durations.size() - sorted.size();
    return never == 0 ? text : text + ", " + never + " never";
  }

  private void violations(StringBuilder page) {
    var all = verdict();
    page.append("\n| violation | count |\n|---|---|\n");
    for (Violation violation : Violation.values()) {
      page.append("| ")
          .append(violation.words())
          .append(" | ")
          .append(all.count(violation))
          .append(" |\n");
    }
    if (!all.isClean()) {
      page.append("\nExamples: ").append(all).append('\n');
    }
  }

  private void phases(StringBuilder page) {
    var latency = new Histogram(2);
    long acknowledged = 0;
    long committed = 0;
    long blocks = 0;
    long failures = 0;
    long lastedS = 0;
    for (PhaseResult phase : phases) {
      latency.add(phase.latencyMs);
      acknowledged += phase.acknowledged;
      committed += phase.committed;
      blocks += phase.blocks;
      failures += phase.sessionFailures;
      lastedS += phase.lasted.toSeconds();
    }
    page.append(
        String.format(
            Locale.ROOT,
            "%n%d records acknowledged, %d committed in %d blocks, %d s in %d phases;"
                + " %d sessions of clients ended by themselves.%n"
                + "From submitting to the receipt, faults included: p50 %d ms, p90 %d ms,"
                + " p99 %d ms, max %d ms.%n",
            acknowledged,
            committed,
            blocks,
            lastedS,
            phases.size(),
            failures,
            latency.getValueAtPercentile(50),
            latency.getValueAtPercentile(90),
            latency.getValueAtPercentile(99),
            latency.getMaxValue()));
  }
}
