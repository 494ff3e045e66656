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
    return ResultTable.each(
            new SuiteResult(
                sample.suite(),
                sample.about(),
                sample.circumstances(),
                List.of(Load.named(LOAD)),
                List.of(),
                List.of(results),
                Map.of(),
                List.of()))
        .get(0);
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

  private static SuiteResult with(SuiteResult result, List<Load> loads) {
    return new SuiteResult(
        result.suite(),
        result.about(),
        result.circumstances(),
        loads,
        result.sides(),
        result.results(),
        result.limits(),
        result.notes());
  }

  @Test
  void givenLoadsOfOneKind_whenShown_thenOneTableOfAll() {
    List<ResultTable> tables = ResultTable.each(Samples.ingest());

    assertThat(tables).hasSize(1);
    assertThat(tables.get(0).columns()).contains("bytes on disk per record", "p99 [ms]");
    assertThat(tables.get(0).rows()).hasSize(4);
  }

  @Test
  void givenLoadsOfTwoKinds_whenShown_thenNoTableHasTheOthersFigures() {
    SuiteResult before = Samples.ingest();
    Load other = before.loads().get(1).with(Load.KIND, 1);

    List<ResultTable> tables =
        ResultTable.each(with(before, List.of(before.loads().get(0), other)));

    assertThat(tables).hasSize(2);
    assertThat(tables.get(0).columns())
        .contains("bytes on disk per record")
        .doesNotContain("p99 [ms]");
    assertThat(tables.get(1).columns())
        .contains("p99 [ms]")
        .doesNotContain("bytes on disk per record");
    assertThat(tables.get(1).rows()).hasSize(1);
  }

  @Test
  void givenACalculatedLoad_whenDrawn_thenItHasNoBar() {
    SuiteResult before = Samples.ingest();
    Load small = before.loads().get(0);

    assertThat(Charts.speed(before).inline()).contains(small.name());
    assertThat(Charts.speed(with(before, List.of(small.with(Load.CALCULATED, 1)))).isEmpty())
        .isTrue();
  }
}
