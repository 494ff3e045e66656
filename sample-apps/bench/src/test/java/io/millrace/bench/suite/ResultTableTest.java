// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final String LOAD = "all";

  private static Result measured(String contender, Map<String, Double> figures) {
    return new Result(
        LOAD, contender, List.of(new Measurement(1_000, 1, 2, figures)), Optional.empty());
  }

  private static ResultTable table(Result... results) {
    SuiteResult sample = Samples.ingest();
    return ResultTable.of(
        new SuiteResult(
            sample.suite(),
            sample.about(),
            sample.circumstances(),
            List.of(Load.named(LOAD)),
            List.of(),
            List.of(results),
            Map.of(),
            List.of()));
  }

  @Test
  void givenContenderOfOneProcess_whenShown_thenItsProcessorTimeStandsThereOnce() {
    ResultTable table =
        table(
            measured(
                "millrace",
                Map.of("client-cpu-s-per-million", 1.5, "node-0-cpu-s-per-million", 0.5)),
            measured("alone", Map.of("peer-cpu-s-per-million", 2.)));

    assertThat(table.columns())
        .contains("CPU s per million", "client CPU s per million", "node-0 CPU s per million")
        .doesNotContain("peer CPU s per million");
  }

  @Test
  void givenFigures_whenShown_thenTitlesSayTheirUnits() {
    ResultTable table =
        table(measured("millrace", Map.of("p99.9-ms", 1., "load-seconds", 2., "raw-mb-per-s", 3.)));

    assertThat(table.columns()).contains("p99.9 [ms]", "load [s]", "raw MB/s");
  }
}
