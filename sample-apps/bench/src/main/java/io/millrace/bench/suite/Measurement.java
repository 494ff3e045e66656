// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one round took.
 *
 * @param records how many were done, above 0
 * @param seconds wall clock, above 0
 * @param cpuSeconds of all processes of the contender, with the database it wrote to; NaN if it is
 *     not known
 * @param figures others, by name with its unit, such as {@code p99-ms}, {@code bytes-on-disk};
 *     finite; ordered
 */
public record Measurement(
    long records, double seconds, double cpuSeconds, Map<String, Double> figures) {
  private static final double MILLION = 1e6;

  public Measurement {
    if (records <= 0 || !(seconds > 0) || seconds == Double.POSITIVE_INFINITY || cpuSeconds < 0) {
      throw new IllegalArgumentException(
          "records: %d, seconds: %s, cpu-seconds: %s (expected: above 0, above 0, 0 up)"
              .formatted(records, seconds, cpuSeconds));
    }
    figures.forEach(
        (name, value) -> {
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: finite)");
          }
        });
    figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
  }

  /** Without figures of its own. */
  public static Measurement of(long records, double seconds, double cpuSeconds) {
    return new Measurement(records, seconds, cpuSeconds, Map.of());
  }

  /** The same with one figure more. */
  public Measurement with(String name, double value) {
    var more = new LinkedHashMap<>(figures);
    more.put(name, value);
    return new Measurement(records, seconds, cpuSeconds, more);
  }

  /** The same with another figure for the CPU time. */
  public Measurement withCpuSeconds(double other) {
    return new Measurement(records, seconds, other, figures);
  }

  /** Records a second. */
  public double recordsPerSecond() {
    return records / seconds;
  }

  /** CPU seconds a million records took; NaN if not known. */
  public double cpuSecondsPerMillion() {
    return cpuSeconds / records * MILLION;
  }
}
