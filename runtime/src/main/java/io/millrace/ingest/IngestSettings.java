// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * How a gateway groups and bounds; {@code millrace.ingest} in {@code reference.conf} says what each
 * means.
 */
public record IngestSettings(
    int batchBytes,
    int batchRecords,
    Duration linger,
    Duration lingerMax,
    long partitionBytesMax,
    long clientBytesMax,
    long nodeBytesMax,
    int outputsMax,
    Duration answerTimeout,
    Duration openTimeout) {
  private static final String PATH = "millrace.ingest";

  public IngestSettings {
    Ranges.check(PATH + ".batch-bytes", batchBytes, 1024, 1 << 20);
    Ranges.check(PATH + ".batch-records", batchRecords, 1, 100_000);
    Ranges.checkMs(PATH + ".linger", linger, 1, 10_000);
    Ranges.checkMs(PATH + ".linger-max", lingerMax, linger.toMillis(), 10_000);
    Ranges.check(PATH + ".partition-bytes-max", partitionBytesMax, batchBytes, 1L << 30);
    Ranges.check(PATH + ".client-bytes-max", clientBytesMax, partitionBytesMax, 1L << 32);
    Ranges.check(PATH + ".node-bytes-max", nodeBytesMax, clientBytesMax, 1L << 36);
    Ranges.check(PATH + ".outputs-max", outputsMax, 1, 1_000_000);
    Ranges.checkMs(PATH + ".answer-timeout", answerTimeout, 100, 600_000);
    Ranges.checkMs(PATH + ".open-timeout", openTimeout, 100, 600_000);
  }

  /** Reads {@code millrace.ingest}. */
  public static IngestSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new IngestSettings(
        Math.toIntExact(c.getBytes("batch-bytes")),
        c.getInt("batch-records"),
        c.getDuration("linger"),
        c.getDuration("linger-max"),
        c.getBytes("partition-bytes-max"),
        c.getBytes("client-bytes-max"),
        c.getBytes("node-bytes-max"),
        c.getInt("outputs-max"),
        c.getDuration("answer-timeout"),
        c.getDuration("open-timeout"));
  }
}
