// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/**
 * A measure with a threshold: a text whose score does not pass is refused.
 *
 * @param name as in a recipe, such as {@code gopher-quality.words-min}
 * @param measure what is counted
 * @param bound which side of the threshold passes
 * @param threshold in the measure's unit
 */
public record Rule(String name, Measure measure, Bound bound, double threshold) {
  /** Checks the threshold. */
  public Rule {
    if (Double.isNaN(threshold)) {
      throw new IllegalArgumentException("threshold of " + name + ": NaN (expected: a number)");
    }
  }

  /** Whether a text with this score stays. */
  public boolean passes(double score) {
    return bound.passes(score, threshold);
  }
}
