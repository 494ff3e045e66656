// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.exchange;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * How records travel between stages; {@code millrace.exchange} in {@code reference.conf} says what
 * each means.
 */
public record ExchangeSettings(
    int batchBytes,
    int batchRecords,
    int inFlightBytesMax,
    Duration answerTimeout,
    Duration backoffMin,
    Duration backoffMax) {
  private static final String PATH = "millrace.exchange";

  public ExchangeSettings {
    Ranges.check(PATH + ".batch-bytes", batchBytes, 1, 1 << 20);
    Ranges.check(PATH + ".batch-records", batchRecords, 1, 100_000);
    Ranges.check(PATH + ".in-flight-bytes-max", inFlightBytesMax, batchBytes, 64 << 20);
    Ranges.checkMs(PATH + ".answer-timeout", answerTimeout, 1, 600_000);
    Ranges.checkMs(PATH + ".backoff-min", backoffMin, 1, 60_000);
    Ranges.checkMs(PATH + ".backoff-max", backoffMax, backoffMin.toMillis(), 600_000);
  }

  /** Reads {@code millrace.exchange}. */
  public static ExchangeSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new ExchangeSettings(
        Math.toIntExact(c.getBytes("batch-bytes")),
        c.getInt("batch-records"),
        Math.toIntExact(c.getBytes("in-flight-bytes-max")),
        c.getDuration("answer-timeout"),
        c.getDuration("backoff-min"),
        c.getDuration("backoff-max"));
  }
}
