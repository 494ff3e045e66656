// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Which charts a suite's result has. */
final class Charts {
  private Charts() {}

  /** Records a second under the loads that did not fix them; may be empty. */
  static BarChart speed(SuiteResult result) {
    return new BarChart(
        result.suite() + ": records/s, more is better",
        result.loads().stream()
            .filter(load -> !load.values().containsKey(Load.RATE))
            .filter(Charts::isMeasured)
            .map(load -> group(result, load, one -> Optional.of(one.recordsPerSecond())))
            .toList());
  }

  /** All others: CPU and each figure; none is empty. */
  static List<BarChart> others(SuiteResult result) {
    var charts = new ArrayList<BarChart>();
    charts.add(chart(result, "CPU s per million records", Result::cpuSecondsPerMillion));
    for (String name : result.figureNames()) {
      charts.add(chart(result, name, one -> one.figure(name)));
    }
    return charts.stream().filter(chart -> !chart.isEmpty()).toList();
  }

  private static BarChart chart(
      SuiteResult result, String name, Function<Result, Optional<Summary>> figure) {
    return new BarChart(
        result.suite() + ": " + name,
        result.loads().stream()
            .filter(Charts::isMeasured)
            .map(load -> group(result, load, figure))
            .toList());
  }

  private static boolean isMeasured(Load load) {
    return load.getOr(Load.CALCULATED, 0) == 0;
  }

  private static BarChart.Group group(
      SuiteResult result, Load load, Function<Result, Optional<Summary>> figure) {
    var bars = new ArrayList<BarChart.Bar>();
    for (Result one : result.under(load.name())) {
      if (one.isMeasured()) {
        figure.apply(one).ifPresent(value -> bars.add(new BarChart.Bar(one.contender(), value)));
      }
    }
    return new BarChart.Group(load.name(), bars);
  }
}
