// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a partition batches, waits and bounds; {@code millrace.partition} in {@code reference.conf}
 * says what each means.
 */
public record PartitionSettings(
    int blockBytes,
    int blockRecords,
    Duration linger,
    int busyBytes,
    Duration fillWait,
    int inFlightBlocksMax,
    long uncommittedBytesMax,
    int outputBytesMax,
    String codec,
    Duration commitTimeout,
    Duration retryMin,
    Duration retryMax,
    long recoveryPageBytes,
    int stashMax,
    Duration handOverWait) {
  public PartitionSettings {
    range("block-bytes", blockBytes, 1024, 4 << 20);
    range("block-records", blockRecords, 1, 1_000_000);
    range("linger", linger.toMillis(), 0, 10_000);
    range("busy-bytes", busyBytes, 0, blockBytes);
    range("fill-wait", fillWait.toMillis(), 0, 10_000);
    range("in-flight-blocks-max", inFlightBlocksMax, 1, 64);
    range("uncommitted-bytes-max", uncommittedBytesMax, blockBytes, 1L << 30);
    range("output-bytes-max", outputBytesMax, 1024, 16 << 20);
    range("commit-timeout", commitTimeout.toMillis(), 1, 3_600_000);
    range("retry-min", retryMin.toMillis(), 1, 60_000);
    range("retry-max", retryMax.toMillis(), retryMin.toMillis(), 600_000);
    range("recovery-page-bytes", recoveryPageBytes, 1024, 1L << 30);
    range("stash-max", stashMax, 1, 1_000_000);
    range("hand-over-wait", handOverWait.toMillis(), 0, 60_000);
  }

  /** Reads {@code millrace.partition}. */
  public static PartitionSettings from(Config root) {
    Config c = root.getConfig("millrace.partition");
    return new PartitionSettings(
        Math.toIntExact(c.getBytes("block-bytes")),
        c.getInt("block-records"),
        c.getDuration("linger"),
        Math.toIntExact(c.getBytes("busy-bytes")),
        c.getDuration("fill-wait"),
        c.getInt("in-flight-blocks-max"),
        c.getBytes("uncommitted-bytes-max"),
        Math.toIntExact(c.getBytes("output-bytes-max")),
        c.getString("codec"),
        c.getDuration("commit-timeout"),
        c.getDuration("retry-min"),
        c.getDuration("retry-max"),
        c.getBytes("recovery-page-bytes"),
        c.getInt("stash-max"),
        c.getDuration("hand-over-wait"));
  }

  private static void range(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "millrace.partition." + key + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
