// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * What queries may take; {@code millrace.query} in {@code reference.conf} says what each means.
 *
 * @param rowsMax most rows of one answer
 * @param memoryBytes what one query may hold
 * @param readsInFlight reads of blocks that one query has under way at once
 * @param indexCacheBytes entries of the skip index that a gateway keeps in memory; 0 for none
 * @param deadline how long one query may take
 * @param runningMax queries that a gateway runs at once
 */
public record SelectSettings(
    long rowsMax,
    long memoryBytes,
    int readsInFlight,
    long indexCacheBytes,
    Duration deadline,
    int runningMax) {
  static final String PATH = "millrace.query";
  static final String ROWS_MAX = PATH + ".rows-max";
  static final String MEMORY = PATH + ".memory-bytes";
  static final String DEADLINE = PATH + ".deadline";
  static final String RUNNING_MAX = PATH + ".running-max";

  public SelectSettings {
    Ranges.check(ROWS_MAX, rowsMax, 1, 1_000_000_000);
    Ranges.check(MEMORY, memoryBytes, 1 << 10, 1L << 40);
    Ranges.check(PATH + ".reads-in-flight", readsInFlight, 1, 256);
    Ranges.check(PATH + ".index-cache-bytes", indexCacheBytes, 0, 1L << 40);
    Ranges.checkMs(DEADLINE, deadline, 1, 86_400_000);
    Ranges.check(RUNNING_MAX, runningMax, 1, 10_000);
  }

  /** Reads {@code millrace.query}. */
  public static SelectSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new SelectSettings(
        c.getLong("rows-max"),
        c.getBytes("memory-bytes"),
        c.getInt("reads-in-flight"),
        c.getBytes("index-cache-bytes"),
        c.getDuration("deadline"),
        c.getInt("running-max"));
  }
}
