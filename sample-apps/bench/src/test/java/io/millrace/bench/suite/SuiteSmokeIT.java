// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.BenchCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every suite's own side runs and leaves figures; what they are, nobody judges here. */
@Timeout(600)
@SuppressWarnings("NullAway.Init")
class SuiteSmokeIT {
  /** One for all: the database starts faster from the second suite on. */
  @TempDir static Path folder;

  static List<String> suites() {
    return new CommandLine(new BenchCommand())
        .getSubcommands().values().stream()
            .filter(line -> line.getCommand() instanceof SuiteCommand)
            .map(CommandLine::getCommandName)
            .toList();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void givenSuite_whenSmoked_thenEveryContenderLeavesFiguresUnderEveryLoad(String suite)
      throws Exception {
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
                "none",
                "--results",
                results.toString(),
                "--folder",
                folder.resolve("data").toString());

    assertThat(code).as(err.toString()).isZero();
    SuiteResult result = ResultFile.read(results.resolve(suite + ".json"));
    assertThat(result.loads()).isNotEmpty();
    assertThat(result.loads()).allSatisfy(l -> assertThat(result.under(l.name())).isNotEmpty());
    assertThat(result.results())
        .allSatisfy(
            one -> {
              assertThat(one.rounds()).as(one.load()).hasSize(1);
              assertThat(one.recordsPerSecond().median()).isPositive();
            });
    assertThat(result.sides()).allSatisfy(side -> assertThat(side.settings()).isNotEmpty());
    assertThat(out.toString()).contains(suite, result.loads().get(0).name());
    assertThat(Files.readString(results.resolve("index.html")))
        .contains("<section id=\"" + suite + "\">");
  }
}
