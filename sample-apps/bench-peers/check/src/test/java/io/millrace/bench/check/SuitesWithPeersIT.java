// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.BenchCommand;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.ResultFile;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every suite runs with all of its peers, and its results can be read. What they say is not judged:
 * the loads are too small to mean anything.
 */
class SuitesWithPeersIT {
  @TempDir private Path folder;

  static Stream<String> suites() {
    return suiteCommands().map(SuiteCommand::suite);
  }

  private static Stream<SuiteCommand> suiteCommands() {
    return new CommandLine(new BenchCommand())
        .getSubcommands().values().stream()
            .map(line -> line.getCommand())
            .filter(SuiteCommand.class::isInstance)
            .map(SuiteCommand.class::cast);
  }

  @ParameterizedTest
  @MethodSource("suites")
  void givenAllPeers_whenSuiteRunsWithSmallestLoads_thenEachHasReadableFigures(String suite)
      throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    Path results = folder.resolve("results");

    int code =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                suite,
                "--smoke",
                "--peers",
                "all",
                "--results",
                results.toString(),
                "--folder",
                folder.resolve("work").toString());

    assertThat(code).as("%s%n%s", out, err).isZero();
    SuiteResult result = ResultFile.read(results.resolve(suite + ".json"));
    assertThat(result.results()).isNotEmpty().allSatisfy(SuitesWithPeersIT::hasFigures);
    assertThat(result.results()).extracting(Result::contender).containsAll(peers(suite));
    assertThat(result.sides())
        .filteredOn(side -> !side.name().equals(Contender.MILLRACE))
        .allSatisfy(
            side -> {
              assertThat(side.settings()).as(side.name()).isNotEmpty();
              assertThat(side.promises()).as(side.name()).isNotBlank();
            });
    assertThat(results.resolve("index.html")).content().contains(suite);
  }

  private static Iterable<String> peers(String suite) {
    return suiteCommands().filter(s -> s.suite().equals(suite)).findFirst().orElseThrow().peers();
  }

  private static void hasFigures(Result result) {
    String where = result.contender() + " under " + result.load();
    assertThat(result.failure()).as(where).isEmpty();
    assertThat(result.rounds()).as(where).isNotEmpty();
    assertThat(result.rounds())
        .extracting(Measurement::recordsPerSecond)
        .as(where)
        .allSatisfy(rate -> assertThat(rate).isPositive().isFinite());
  }
}
