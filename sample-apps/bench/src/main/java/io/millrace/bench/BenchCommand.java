// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Folders;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteOptions;
import io.millrace.bench.suite.codec.CodecSuite;
import io.millrace.bench.suite.dedup.DedupSuite;
import io.millrace.bench.suite.ingest.IngestSuite;
import io.millrace.bench.suite.limits.LimitsSuite;
import io.millrace.bench.suite.query.QuerySuite;
import io.millrace.bench.suite.scale.ScaleSuite;
import io.millrace.bench.suite.stream.KeyedStateSuite;
import io.millrace.bench.suite.stream.WindowSuite;
import io.millrace.cli.CliCommand;
import io.millrace.model.MillraceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures on this machine: all suites, or what a subcommand says. */
@Command(
    name = "bench",
    description = {
      "Measures on this machine. Without a command: all suites one after the other, each Millrace",
      "beside what else could be used. docs/performance.md tells what they measure and how."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      // Suites, in the order in which they run; the limits first, as others tell their share.
      LimitsSuite.class,
      IngestSuite.class,
      KeyedStateSuite.class,
      WindowSuite.class,
      CodecSuite.class,
      QuerySuite.class,
      DedupSuite.class,
      ScaleSuite.class,
      // Other measurements.
      BlockCommand.class,
      CheckSpeedCommand.class,
      CommitCommand.class,
      CompactionCommand.class,
      CorpusSpeedCommand.class,
      EmbeddedCommand.class,
      LookupsCommand.class,
      MapCommand.class,
      ProgramsCommand.class,
      StateCommand.class,
      StorageCommand.class,
      TypedCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  millrace bench                                   all suites",
      "  millrace bench ingest --rounds 3 --peers none",
      "  millrace bench --smoke                           whether all works, in a minute or two",
      "  millrace bench block --rounds 9",
      "  millrace bench check --documents 100000",
      "  millrace bench commit --partitions 1,8,16 --seconds 15",
      "  millrace bench compaction --rounds 60",
      "  millrace bench corpus --documents 10000,100000 --nodes 1,2,3",
      "  millrace bench embedded --rounds 6",
      "  millrace bench lookups --records 10000000",
      "  millrace bench map --items 20000 --rounds 5",
      "  millrace bench scale --records 10000000 --loads total-records,model",
      "  millrace bench programs --records 100000 --rounds 3",
      "  millrace bench state --keys 1000000 --memory-max 64MiB",
      "  millrace bench storage --records 200000",
      "  millrace bench typed --rounds 9"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class BenchCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private SuiteOptions options;

  /** Runs all suites; one that fails leaves the others running. */
  @Override
  public Integer call() throws IOException, InterruptedException {
    options.check(suites().stream().flatMap(suite -> suite.peers().stream()).toList());
    if (!options.isSmoke()) {
      return runAll(Optional.empty());
    }
    Path folder = options.createFolder("all");
    int code;
    try (BenchDatabase shared = options.startDatabase(folder)) {
      code = runAll(Optional.of(shared));
    }
    Folders.delete(folder);
    return code;
  }

  private int runAll(Optional<BenchDatabase> shared) throws IOException, InterruptedException {
    var failed = new ArrayList<String>();
    for (SuiteCommand suite : suites()) {
      try {
        if (!suite.run(options, shared)) {
          failed.add(suite.suite());
        }
      } catch (MillraceException e) {
        failed.add(suite.suite());
        spec.commandLine().getErr().println(suite.suite() + ": " + e.getMessage());
      }
    }
    if (!failed.isEmpty()) {
      spec.commandLine().getErr().println("not all was measured: " + String.join(", ", failed));
    }
    return failed.isEmpty() ? 0 : 1;
  }

  private List<SuiteCommand> suites() {
    return spec.subcommands().values().stream()
        .map(line -> line.getCommand())
        .filter(SuiteCommand.class::isInstance)
        .map(SuiteCommand.class::cast)
        .toList();
  }
}
