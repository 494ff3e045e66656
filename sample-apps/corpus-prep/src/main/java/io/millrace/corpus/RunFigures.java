// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.read.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one run did, as the client saw it.
 *
 * @param producer what it called itself
 * @param documents submitted and acknowledged
 * @param rawBytes their size before decoding
 * @param committedBefore how many of them had been committed by an earlier run
 * @param problems what it went on without, by kind; kinds that did not occur are 0
 * @param firstProblems the first {@link CorpusRun#PROBLEMS_TOLD_MAX} of them
 * @param ignored files and entries left unopened
 * @param time from the first document to the last receipt
 * @param p50Ms acknowledgement latency that half of the documents did not exceed
 * @param p99Ms the same of 99 in 100
 */
record RunFigures(
    String producer,
    long documents,
    long rawBytes,
    long committedBefore,
    Map<Problem.Kind, Long> problems,
    List<Problem> firstProblems,
    long ignored,
    Duration time,
    double p50Ms,
    double p99Ms) {
  RunFigures {
    var all = new EnumMap<Problem.Kind, Long>(Problem.Kind.class);
    for (Problem.Kind kind : Problem.Kind.values()) {
      all.put(kind, problems.getOrDefault(kind, 0L));
    }
    problems = java.util.Collections.unmodifiableMap(all);
    firstProblems = List.copyOf(firstProblems);
  }

  /** Whether the run found everything committed already. */
  boolean isRepeat() {
    return documents > 0 && committedBefore == documents;
  }

  long committedNow() {
    return documents - committedBefore;
  }

  double documentsPerSecond() {
    return documents / seconds();
  }

  double megabytesPerSecond() {
    return rawBytes / seconds() / 1e6;
  }

  double seconds() {
    return Math.max(1e-3, time.toNanos() / 1e9);
  }
}
