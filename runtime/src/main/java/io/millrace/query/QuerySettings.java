// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * How reads page, wait and cache; {@code millrace.query} in {@code reference.conf} says what each
 * means.
 */
public record QuerySettings(
    long pageBytes,
    int responseBytes,
    Duration tailWait,
    Duration pollInterval,
    Duration tailOutageMax,
    Duration askTimeout,
    long cacheBytes,
    SelectSettings select) {
  private static final String PATH = "millrace.query";

  public QuerySettings {
    Ranges.check(PATH + ".page-bytes", pageBytes, 1024, 1L << 30);
    Ranges.check(PATH + ".response-bytes", responseBytes, 1024, 16 << 20);
    Ranges.checkMs(PATH + ".tail-wait", tailWait, 1, 60_000);
    Ranges.checkMs(PATH + ".poll-interval", pollInterval, 1, 60_000);
    Ranges.checkMs(PATH + ".tail-outage-max", tailOutageMax, 0, 86_400_000);
    Ranges.checkMs(PATH + ".ask-timeout", askTimeout, 1, 600_000);
    Ranges.check(PATH + ".cache-bytes", cacheBytes, 0, 1L << 40);
  }

  /** Reads {@code millrace.query}. */
  public static QuerySettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new QuerySettings(
        c.getBytes("page-bytes"),
        Math.toIntExact(c.getBytes("response-bytes")),
        c.getDuration("tail-wait"),
        c.getDuration("poll-interval"),
        c.getDuration("tail-outage-max"),
        c.getDuration("ask-timeout"),
        c.getBytes("cache-bytes"),
        SelectSettings.from(root));
  }
}
