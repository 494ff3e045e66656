// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.JobTotals;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.Summary;
import io.millrace.bench.suite.scale.model.Measured;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the suite's own results, of this run or of one before, say to the model. */
record Findings(List<Result> results) {
  private static final String CLIENT_CPU = "client-cpu-s-per-million";
  private static final String DATABASE_CPU = "database-cpu-s-per-million";
  private static final int KEY_BYTES = 13;

  Findings {
    results = List.copyOf(results);
  }

  /**
   * For the model: of the largest step of growth, or of another load where that was not run.
   *
   * @throws MillraceException CALLER if nothing was measured that it needs
   */
  Measured measured(int valueBytes) {
    Result base =
        last("total-records")
            .or(() -> last("nodes=1"))
            .or(() -> last("partitions=16"))
            .orElseThrow(() -> missing("total-records"));
    double recovery =
        results.stream()
            .filter(r -> r.contender().equals(MillraceRecovery.NAME) && r.isMeasured())
            .filter(r -> !r.load().contains("without"))
            .map(r -> median(r, MillraceRecovery.RECOVERY_MS))
            .max(Comparator.naturalOrder())
            .orElseThrow(() -> missing("recovery"));
    return new Measured(
        median(base, CLIENT_CPU),
        median(base, MillraceScale.NODE_CPU),
        remoteCpu(),
        median(base, DATABASE_CPU),
        (double) KEY_BYTES + valueBytes,
        storedBytes(base),
        median(base, JobTotals.PER_BLOCK),
        recovery);
  }

  /** Counted at the end, or else what was on the disk then, but no less than the blocks alone. */
  private static double storedBytes(Result of) {
    return of.figure(MillraceScale.ON_DISK)
        .map(Summary::median)
        .orElseGet(() -> Math.max(median(of, JobTotals.STORED), median(of, MillraceScale.FILES)));
  }

  /** What several nodes took more than one, by the share of records that change nodes. */
  private double remoteCpu() {
    Optional<Double> alone = last("nodes=1").map(r -> median(r, MillraceScale.NODE_CPU));
    Optional<Double> three = last("nodes=3").map(r -> median(r, MillraceScale.NODE_CPU));
    return alone.isPresent() && three.isPresent()
        ? Math.max(0, (three.get() - alone.get()) / (2.0 / 3))
        : 0;
  }

  private Optional<Result> last(String load) {
    return results.stream()
        .filter(r -> r.contender().equals(Contender.MILLRACE) && r.isMeasured())
        .filter(r -> r.load().startsWith(load))
        .reduce((before, after) -> after);
  }

  private static double median(Result of, String figure) {
    return of.figure(figure).orElseThrow(() -> missing(of.load() + ": " + figure)).median();
  }

  private static MillraceException missing(String what) {
    return MillraceException.of(Kind.CALLER, "model has nothing to reckon from")
        .with("missing", what)
        .with(
            "expected",
            "loads total-records and recovery in this run, or their results in the folder of results"
                + " (run: millrace bench scale)");
  }
}
