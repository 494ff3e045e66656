// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.List;

/**
 * One figure over several rounds.
 *
 * @param median the middle one; of an even number, the mean of the middle two
 * @param min the smallest
 * @param max the largest
 */
public record Summary(double median, double min, double max) {
  /**
   * Of these.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Summary of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no rounds to sum up (expected: 1 up)");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Summary(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** How far smallest and largest lie apart, as a share of the median; 0 if that is 0. */
  public double spread() {
    return median == 0 ? 0 : (max - min) / Math.abs(median);
  }
}
