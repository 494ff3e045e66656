// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.bench.suite.SuiteResult.Circumstances;
import io.millrace.cli.CliCommand;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A suite as a command. Its {@code @Command} gives the suite's name, and the description tells the
 * reader of the results what is measured.
 */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public abstract class SuiteCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private SuiteOptions options;

  /** Names of the peers it knows, as {@code --peers} takes them. */
  public abstract List<String> peers();

  /**
   * Measures: makes contenders, lets them race, closes them whatever happens.
   *
   * @throws IOException if it cannot
   */
  protected abstract void measure(SuiteRun run) throws IOException, InterruptedException;

  /**
   * How many records a second the machine could do at most under a load. Unless a suite knows
   * better: what a bare stream carries of values of that length, where their rate is not fixed.
   */
  protected OptionalDouble limit(Load load, Limits limits) {
    return load.values().containsKey(Load.VALUE_BYTES) && !load.values().containsKey(Load.RATE)
        ? limits.streamRecordsPerSecond(load.get(Load.VALUE_BYTES))
        : OptionalDouble.empty();
  }

  /** Name of the document below {@code docs} that has a place for its results. */
  protected String document() {
    return "performance.md";
  }

  /** Name of the suite. */
  public final String suite() {
    return spec.name();
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    options.check(peers());
    return run(options, Optional.empty()) ? 0 : 1;
  }

  /**
   * Runs with options that another command was given; writes results and page, prints the table.
   *
   * @param shared a database for races that need not stop it to count its files; without one, each
   *     starts its own
   * @return whether every contender was measured under every load that it takes
   */
  public final boolean run(SuiteOptions chosen, Optional<BenchDatabase> shared)
      throws IOException, InterruptedException {
    Path folder = chosen.createFolder(suite());
    PrintWriter err = spec.commandLine().getErr();
    var run = new SuiteRun(suite(), chosen, shared, folder, err);
    String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    double loadBefore = Machine.load();
    measure(run);
    if (run.loads().isEmpty()) {
      throw MillraceException.of(Kind.CALLER, "no load of this name")
          .with("suite", suite())
          .with("expected", "a text in one of: " + String.join("; ", run.known()));
    }
    Machine machine = Machine.here();
    Optional<SourceTree> tree = SourceTree.here();
    var circumstances =
        new Circumstances(
            date,
            "millrace "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs()),
            tree.isPresent() ? tree.get().commit() : "",
            machine,
            loadBefore,
            Machine.load(),
            chosen.warmUpRounds(),
            chosen.rounds());
    SuiteResult result =
        run.result(
            String.join(" ", spec.usageMessage().description()),
            circumstances,
            limits(run.loads(), chosen.results(), machine));
    report(result, chosen);
    boolean whole = result.results().stream().allMatch(one -> one.failure().isEmpty());
    if (whole) {
      Folders.delete(folder);
    } else {
      run.tell("logs are kept in " + folder);
    }
    return whole;
  }

  private Map<String, Double> limits(List<Load> loads, Path results, Machine machine)
      throws IOException {
    var known = new LinkedHashMap<String, Double>();
    Optional<Limits> limits =
        suite().equals(Limits.SUITE) ? Optional.empty() : Limits.read(results, machine);
    limits.ifPresent(
        l -> loads.forEach(load -> limit(load, l).ifPresent(most -> known.put(load.name(), most))));
    return known;
  }

  private void report(SuiteResult result, SuiteOptions chosen) throws IOException {
    Path file = ResultFile.write(result, chosen.results());
    Path page = ResultPage.write(chosen.results());
    Optional<Path> doc = chosen.doc(document());
    if (doc.isPresent()) {
      PerformanceDoc.update(result, doc.get());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(result.suite());
    ResultTable.each(result).forEach(table -> out.println(table.padded()));
    result.failures().forEach(out::println);
    out.printf("results: %s, page: %s%n%n", file, page);
    out.flush();
  }
}
