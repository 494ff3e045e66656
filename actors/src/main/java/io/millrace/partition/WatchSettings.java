// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * How a node looks after calls of processors; {@code millrace.watch} in {@code reference.conf} says
 * what each means.
 */
public record WatchSettings(Duration intervalMax, Duration stuckAfter) {
  private static final String PATH = "millrace.watch";

  public WatchSettings {
    Ranges.checkMs(PATH + ".interval-max", intervalMax, 1, 60_000);
    Ranges.checkMs(PATH + ".stuck-after", stuckAfter, 10, 3_600_000);
  }

  /** Reads {@code millrace.watch}. */
  public static WatchSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new WatchSettings(c.getDuration("interval-max"), c.getDuration("stuck-after"));
  }
}
