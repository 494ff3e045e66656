// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteResult;
import io.millrace.bench.suite.SuiteRun;
import io.millrace.bench.suite.Summary;
import io.millrace.bench.suite.scale.model.Assumed;
import io.millrace.bench.suite.scale.model.Measured;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The suite {@code scale}. */
@Command(
    name = "scale",
    description = {
      "What a record costs Millrace as things become more: records in one job (total-records: each",
      "step adds nine times what was there, in slices that stand in place of rounds), keys with",
      "state, partitions, node processes on this machine; how long a recovery takes as logs become",
      "longer, with and without a snapshot; and what the model of docs/scaling.md says from that of",
      "1 to 100 nodes. The largest step takes up to 20 GB of disk by default."
    },
    mixinStandardHelpOptions = true)
public final class ScaleSuite extends SuiteCommand {
  private static final long RECORDS_DEFAULT = 100_000_000;
  private static final long RECORDS_MIN = 10_000;
  private static final int SNAPSHOT_BLOCKS = 1_000;
  private static final int SMOKE_SNAPSHOT_BLOCKS = 10;
  private static final int EDGE_SLICES = 3;
  private static final long HOUR_NS = 3_600_000_000_000L;
  private static final String CPU_FIRST = "cpu-s-per-million-first-slices";
  private static final String CPU_LAST = "cpu-s-per-million-last-slices";

  @Option(
      names = "--records",
      defaultValue = "100000000",
      description = "Records in the job after the last step of growth (default: ${DEFAULT-VALUE}).")
  private long records = RECORDS_DEFAULT;

  @Option(
      names = "--hours",
      defaultValue = "2",
      description =
          "Once so much time is over, no step of growth is begun (default: ${DEFAULT-VALUE}).")
  private double hours = 2;

  @Option(
      names = "--heap",
      defaultValue = "4g",
      description = "Heap of each node process, as -Xmx takes it (default: ${DEFAULT-VALUE}).")
  private String heap = "4g";

  @Override
  public List<String> peers() {
    return List.of();
  }

  @Override
  protected String document() {
    return "scaling.md";
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    if (records < RECORDS_MIN || !(hours > 0)) {
      throw MillraceException.of(Kind.CALLER, "no such growth")
          .with("--records", records)
          .with("--hours", hours)
          .with("expected", RECORDS_MIN + " up, above 0");
    }
    if (run.isSmoke()) {
      smoke(run);
    } else {
      grow(run);
      for (List<Load> part :
          List.of(ScaleLoads.keys(), ScaleLoads.partitions(), ScaleLoads.nodes())) {
        race(run, part);
      }
      recover(run);
    }
    reckon(run);
  }

  private void smoke(SuiteRun run) throws IOException, InterruptedException {
    List<Load> loads = run.wanted(ScaleLoads.smoke());
    List<Load> recoveries = run.wanted(ScaleLoads.smokeRecovery());
    if (loads.isEmpty() && recoveries.isEmpty()) {
      return;
    }
    try (BenchDatabase database = run.database()) {
      if (!loads.isEmpty()) {
        try (var side = new MillraceScale(database, "-Xmx512m", false, run.folder())) {
          run.race(List.of(side), loads);
        }
      }
      recover(run, database, recoveries, SMOKE_SNAPSHOT_BLOCKS);
    }
  }

  private void race(SuiteRun run, List<Load> loads) throws IOException, InterruptedException {
    if (run.wanted(loads).isEmpty()) {
      return;
    }
    try (BenchDatabase database = run.startDatabase();
        var side = new MillraceScale(database, "-Xmx" + heap, true, run.folder())) {
      run.race(List.of(side), loads);
    }
  }

  /** All steps on the same log, and its files counted at the end. */
  private void grow(SuiteRun run) throws IOException, InterruptedException {
    List<Load> steps = ScaleLoads.data(records);
    if (run.wanted(steps).isEmpty()) {
      return;
    }
    BenchDatabase database = run.startDatabase();
    var side = new MillraceScale(database, "-Xmx" + heap, true, run.folder());
    var found = new ArrayList<Result>();
    try (database;
        side) {
      long begun = System.nanoTime();
      boolean isFirst = true;
      for (Load step : steps) {
        if (System.nanoTime() - begun > hours * HOUR_NS) {
          run.note(step.name() + " was not begun: --hours " + hours + " were over");
          break;
        }
        for (Result result : run.race(List.of(side), List.of(step), ScaleLoads.slices(isFirst))) {
          found.add(withEdges(run, result));
        }
        isFirst = false;
      }
    }
    if (!found.isEmpty() && found.stream().allMatch(result -> result.failure().isEmpty())) {
      double each = (double) database.bytesOnDisk(side.keyspace()) / side.sent();
      run.addFigure(found.get(found.size() - 1), MillraceScale.ON_DISK, each);
    }
  }

  private static Result withEdges(SuiteRun run, Result result) {
    List<Measurement> slices = result.rounds();
    if (slices.size() < 2 * EDGE_SLICES) {
      return result;
    }
    Result more = run.addFigure(result, CPU_FIRST, cpu(slices.subList(0, EDGE_SLICES)));
    return run.addFigure(
        more, CPU_LAST, cpu(slices.subList(slices.size() - EDGE_SLICES, slices.size())));
  }

  private static double cpu(List<Measurement> slices) {
    return Summary.of(slices.stream().map(Measurement::cpuSecondsPerMillion).toList()).median();
  }

  private static void recover(SuiteRun run) throws IOException, InterruptedException {
    List<Load> loads = run.wanted(ScaleLoads.recovery());
    if (!loads.isEmpty()) {
      try (BenchDatabase database = run.startDatabase()) {
        recover(run, database, loads, SNAPSHOT_BLOCKS);
      }
    }
  }

  private static void recover(
      SuiteRun run, BenchDatabase database, List<Load> loads, int snapshotBlocks)
      throws InterruptedException {
    if (loads.isEmpty()) {
      return;
    }
    var processes = new LinkedHashMap<String, ProcessHandle>();
    processes.put("owner", ProcessHandle.current());
    processes.put("database", database.process());
    try (var side =
        new MillraceRecovery(
            database.connect("bench_recovery"), processes, snapshotBlocks, run::tell)) {
      run.race(List.of(side), loads);
    }
  }

  /** From what this run found, and where it did not look, from what the results say of another. */
  private static void reckon(SuiteRun run) throws IOException, InterruptedException {
    List<Load> loads = run.isSmoke() ? ScaleLoads.smokeModel() : ScaleLoads.model();
    if (run.wanted(loads).isEmpty()) {
      return;
    }
    var known = new ArrayList<Result>();
    run.earlier().map(SuiteResult::results).ifPresent(known::addAll);
    known.addAll(run.results());
    Measured measured;
    try {
      measured = new Findings(known).measured(ScaleLoads.VALUE_BYTES);
    } catch (MillraceException e) {
      if (run.results().isEmpty()) {
        throw e;
      }
      run.note(e.getMessage());
      return;
    }
    run.race(List.of(new ModelSide(measured, Assumed.DEFAULT)), loads, 1);
  }
}
