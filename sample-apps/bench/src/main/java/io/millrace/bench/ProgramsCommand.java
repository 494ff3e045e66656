// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.ProgramRun.Round;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a second stage and windows cost beside a plain counter. */
@Command(
    name = "programs",
    description = {
      "Runs three programs on a node in this JVM, over each store, in turns, through the node's",
      "gateway with the Java client, until every record is acknowledged:",
      "  counter    counts the records of each key",
      "  two-stage  passes records on under another key, counts those; ends when all are counted",
      "  windows    count and sum by key and minute of event time, 1 of 50 records 90 s behind",
      "Exits with 1 if the sink's counts do not sum up to the records that were submitted. CPU"
          + " time",
      "is that of this JVM and its children. The embedded Cassandra's folder may be deleted after."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class ProgramsCommand implements CliCommand {
  private static final int VALUE_BYTES_MAX = 64 << 10;
  private static final int PRODUCERS_MAX = 64;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--records",
      defaultValue = "100000",
      description = "Records of each program a round (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--keys",
      defaultValue = "1000",
      description = "Keys, and keys of the second stage (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--value-bytes",
      defaultValue = "200",
      description = "Length of each value (default: ${DEFAULT-VALUE}).")
  private int valueBytes;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "Measured rounds, after one more (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--producers",
      defaultValue = "2",
      description = "Producers, each with a thread (default: ${DEFAULT-VALUE}).")
  private int producers;

  @Option(
      names = "--store",
      split = ",",
      defaultValue = "memory,embedded",
      description =
          "Where the data lie, one after the other: memory, embedded (default: ${DEFAULT-VALUE}).")
  private List<String> stores;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** A program over a store, and its measured rounds. */
  private record Row(ProgramRun run, List<Round> rounds) {
    private List<Double> sorted(ToDoubleFunction<Round> figure) {
      return rounds.stream().mapToDouble(figure).sorted().boxed().toList();
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException, ExecutionException {
    check();
    printMachine();
    var table =
        new Table(
            "store",
            "program",
            "records",
            "rounds",
            "p50-records-per-s",
            "min-records-per-s",
            "max-records-per-s",
            "counter-to-this",
            "cpu-s-per-million",
            "cores",
            "load");
    for (String store : stores) {
      Optional<String> wrong = measure(store, table);
      if (wrong.isPresent()) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(wrong.get());
        err.flush();
        return 1;
      }
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private void check() {
    Usage.check(spec, "--records", records, 1, Integer.MAX_VALUE);
    Usage.check(spec, "--keys", keys, 1, Integer.MAX_VALUE);
    Usage.check(spec, "--value-bytes", valueBytes, ProgramRecords.KEY_BYTES, VALUE_BYTES_MAX);
    Usage.check(spec, "--rounds", rounds, 1, Integer.MAX_VALUE);
    Usage.check(spec, "--producers", producers, 1, PRODUCERS_MAX);
    for (String store : stores) {
      if (!List.of("memory", "embedded").contains(store)) {
        throw Usage.wrong(spec, "--store: '" + store + "' (expected: memory, embedded)");
      }
    }
  }

  /** What is wrong with the counts, if anything is. */
  private Optional<String> measure(String store, Table table)
      throws IOException, InterruptedException, ExecutionException {
    var input = new ProgramRecords(keys, valueBytes);
    // Jobs of their own: those of an earlier run over the same folder have counted already.
    String suffix = "-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    List<Program> programs =
        List.of(
            CountProgram.oneStage("bench-counter" + suffix, input),
            CountProgram.twoStages("bench-two-stage" + suffix, input),
            WindowProgram.of("bench-windows" + suffix, input));
    var rows = new ArrayList<Row>();
    try (var millrace = Millrace.embedded(settings(store, programs))) {
      try {
        for (Program program : programs) {
          rows.add(new Row(new ProgramRun(millrace, program, producers), new ArrayList<>()));
        }
        rounds(store, rows);
        for (Row row : rows) {
          Optional<String> wrong = row.run().wrong();
          if (wrong.isPresent()) {
            return Optional.of(store + ", " + row.run().program().name() + ": " + wrong.get());
          }
        }
      } finally {
        rows.forEach(row -> row.run().close());
      }
    }
    double counter = perSecond(rows.get(0), rounds / 2);
    rows.forEach(row -> add(store, row, counter, table));
    return Optional.empty();
  }

  private EmbeddedSettings settings(String store, List<Program> programs) throws IOException {
    var settings = EmbeddedSettings.of(programs.stream().map(Program::job).toList());
    if (store.equals("memory")) {
      return settings;
    }
    Files.createDirectories(folder);
    return settings.withEmbeddedCassandra(folder.resolve("programs"));
  }

  private void rounds(String store, List<Row> rows)
      throws InterruptedException, ExecutionException {
    for (int number = 0; number <= rounds; number++) {
      for (Row row : rows) {
        Round round = row.run().round(records);
        if (number > 0) {
          row.rounds().add(round);
        }
        print(
            "round %d: %-8s %-9s %d records in %.2f s: %.0f records/s%n",
            number,
            store,
            row.run().program().name(),
            records,
            round.seconds(),
            records / round.seconds());
      }
    }
  }

  private void add(String store, Row row, double counter, Table table) {
    double median = perSecond(row, rounds / 2);
    double cpu = row.sorted(Round::cpuSeconds).get(rounds / 2) * 1e6 / records;
    String name = row.run().program().name();
    table.add(
        store,
        name,
        records,
        rounds,
        median,
        perSecond(row, rounds - 1),
        perSecond(row, 0),
        counter / median,
        cpu,
        Runtime.getRuntime().availableProcessors(),
        load());
    if (!name.equals(CountProgram.COUNTER)) {
      print("%s: counter / %s = %.2f%n", store, name, counter / median);
    }
  }

  /**
   * @param rank of the time, 0 for the shortest
   */
  private double perSecond(Row row, int rank) {
    return records / row.sorted(Round::seconds).get(rank);
  }

  private void printMachine() {
    print(
        "machine: %d cores, %s %s, Java %s, heap %d MiB at most, 1-minute load %.1f%n",
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        System.getProperty("java.version"),
        Runtime.getRuntime().maxMemory() >> 20,
        load());
  }

  /** 1-minute load average; below 0 where the system does not tell. */
  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private void print(String form, Object... values) {
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
