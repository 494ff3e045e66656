// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One that removes near duplicates. Each round has documents of its own, the same for all; where a
 * load says so, what it found is held against what is right. Not thread-safe.
 */
abstract class DedupSide implements Contender {
  /** 1 in a load of so few documents that all are compared with all; otherwise 0. */
  static final String CHECKED = "checked";

  private static final double MEGA = 1e6;

  private final DedupInputs inputs;
  private final Map<String, Long> rounds = new HashMap<>();

  DedupSide(DedupInputs inputs) {
    this.inputs = inputs;
  }

  /**
   * Takes the documents and keeps one of each cluster.
   *
   * @param seed of these documents; others have had others
   */
  abstract Measurement remove(Load load, Path documents, long seed)
      throws IOException, InterruptedException;

  /** The clusters of the documents that it has taken last. */
  abstract Labels found(Load load, long seed) throws IOException;

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    long seed = load.get(DedupInputs.SEED) + rounds.merge(load.name(), 1L, Long::sum);
    Path documents = inputs.file(load, seed);
    Measurement measured = remove(load, documents, seed);
    measured =
        measured.with("text-mb-per-s", inputs.textBytes(load, seed) / MEGA / measured.seconds());
    if (load.get(CHECKED) == 0) {
      return measured;
    }
    Labels truth = inputs.truth(load, seed);
    Labels found = found(load, seed);
    long right = truth.pairsInBoth(found);
    return measured
        .with("pairs", (double) found.pairs())
        .with("pairs-in-truth", (double) truth.pairs())
        .with("recall", share(right, truth.pairs()))
        .with("precision", share(right, found.pairs()));
  }

  private static double share(long part, long of) {
    return of == 0 ? 1 : (double) part / of;
  }
}
