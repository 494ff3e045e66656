// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What came of a phase. Not thread-safe; filled by {@link Phase}. */
final class PhaseResult {
  private static final int DIGITS = 2;

  final String name;
  final List<Occurrence> occurrences = new ArrayList<>();
  final Verdict verdict = new Verdict();

  /** From submitting to the receipt, whatever broke between. Unit: milliseconds. */
  final Histogram latencyMs = new Histogram(DIGITS);

  long submitted;
  long acknowledged;
  long committed;
  long blocks;
  long sessionFailures;
  Duration lasted = Duration.ZERO;

  PhaseResult(String name) {
    this.name = name;
  }
}
