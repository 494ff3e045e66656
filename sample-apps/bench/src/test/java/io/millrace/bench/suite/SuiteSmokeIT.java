// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.BenchCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every suite's own side runs and leaves figures; what they are, nobody judges here. */
@Timeout(600)
class SuiteSmokeIT {
  @Test
  void givenAllSuites_whenSmoked_thenEveryContenderLeavesFiguresUnderEveryLoad(@TempDir Path folder)
      throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    var bench =
        new CommandLine(new BenchCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    List<String> suites =
        bench.getSubcommands().values().stream()
            .filter(line -> line.getCommand() instanceof SuiteCommand)
            .map(CommandLine::getCommandName)
            .toList();
    Path results = folder.resolve("results");
    Path data = folder.resolve("data");

    int code =
        bench.execute(
            "--smoke",
            "--peers",
            "none",
            "--results",
            results.toString(),
            "--folder",
            data.toString());

    assertThat(code).as(err.toString()).isZero();
    assertThat(suites).contains("ingest", "limits").hasSizeGreaterThan(6);
    for (String suite : suites) {
      assertFigures(ResultFile.read(results.resolve(suite + ".json")));
      assertThat(out.toString()).contains(suite);
      assertThat(Files.readString(results.resolve("index.html")))
          .contains("<section id=\"" + suite + "\">");
    }
    assertThat(data.resolve("cassandra-cache")).exists();
    try (var left = Files.list(data)) {
      assertThat(left.filter(file -> !file.endsWith("cassandra-cache"))).isEmpty();
    }
  }

  private static void assertFigures(SuiteResult result) {
    assertThat(result.loads()).isNotEmpty();
    assertThat(result.loads()).allSatisfy(l -> assertThat(result.under(l.name())).isNotEmpty());
    assertThat(result.results())
        .allSatisfy(
            one -> {
              assertThat(one.rounds()).as(one.load()).hasSize(1);
              assertThat(one.recordsPerSecond().median()).isPositive();
            });
    assertThat(result.sides()).allSatisfy(side -> assertThat(side.settings()).isNotEmpty());
  }
}
