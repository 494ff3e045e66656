// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.time.Duration;

/** Checks settings as they are read; a wrong one is named with its value and what was expected. */
public final class Ranges {
  private Ranges() {}

  /**
   * Checks a number.
   *
   * @param key the setting's full path
   * @throws IllegalArgumentException if the value is out of range, both ends included
   */
  public static void check(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          key + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  /**
   * Checks a duration.
   *
   * @param key the setting's full path
   * @throws IllegalArgumentException if the value is out of range, both ends included
   */
  public static void checkMs(String key, Duration value, long minMs, long maxMs) {
    long ms = value.toMillis();
    if (ms < minMs || ms > maxMs) {
      throw new IllegalArgumentException(
          key + ": " + ms + " ms (expected: " + minMs + " to " + maxMs + " ms)");
    }
  }
}
