// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How a gateway groups and bounds; {@code millrace.ingest} in {@code reference.conf} says what each
 * means.
 */
public record IngestSettings(
    int batchBytes,
    int batchRecords,
    Duration linger,
    long partitionBytesMax,
    long clientBytesMax,
    int outputsMax,
    Duration answerTimeout,
    Duration openTimeout) {
  public IngestSettings {
    range("batch-bytes", batchBytes, 1024, 1 << 20);
    range("batch-records", batchRecords, 1, 100_000);
    range("linger", linger.toMillis(), 1, 10_000);
    range("partition-bytes-max", partitionBytesMax, batchBytes, 1L << 30);
    range("client-bytes-max", clientBytesMax, partitionBytesMax, 1L << 32);
    range("outputs-max", outputsMax, 1, 1_000_000);
    range("answer-timeout", answerTimeout.toMillis(), 100, 600_000);
    range("open-timeout", openTimeout.toMillis(), 100, 600_000);
  }

  /** Reads {@code millrace.ingest}. */
  public static IngestSettings from(Config root) {
    Config c = root.getConfig("millrace.ingest");
    return new IngestSettings(
        Math.toIntExact(c.getBytes("batch-bytes")),
        c.getInt("batch-records"),
        c.getDuration("linger"),
        c.getBytes("partition-bytes-max"),
        c.getBytes("client-bytes-max"),
        c.getInt("outputs-max"),
        c.getDuration("answer-timeout"),
        c.getDuration("open-timeout"));
  }

  private static void range(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "millrace.ingest." + key + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
