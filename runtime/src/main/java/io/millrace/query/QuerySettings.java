// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How reads page, wait and cache; {@code millrace.query} in {@code reference.conf} says what each
 * means.
 */
public record QuerySettings(
    long pageBytes,
    int responseBytes,
    Duration pollInterval,
    Duration askTimeout,
    long cacheBytes) {
  public QuerySettings {
    range("page-bytes", pageBytes, 1024, 1L << 30);
    range("response-bytes", responseBytes, 1024, 16 << 20);
    range("poll-interval", pollInterval.toMillis(), 1, 60_000);
    range("ask-timeout", askTimeout.toMillis(), 1, 600_000);
    range("cache-bytes", cacheBytes, 0, 1L << 40);
  }

  /** Reads {@code millrace.query}. */
  public static QuerySettings from(Config root) {
    Config c = root.getConfig("millrace.query");
    return new QuerySettings(
        c.getBytes("page-bytes"),
        Math.toIntExact(c.getBytes("response-bytes")),
        c.getDuration("poll-interval"),
        c.getDuration("ask-timeout"),
        c.getBytes("cache-bytes"));
  }

  private static void range(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "millrace.query." + key + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
