// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * How nodes watch each other and move partitions; {@code millrace.cluster} in {@code
 * reference.conf} says what each means. Pekko's own settings refer to these keys, so this record
 * checks them and hands on what our code needs.
 */
public record ClusterSettings(
    int shards,
    Duration heartbeatInterval,
    Duration failureDetectorPause,
    Duration stableAfter,
    Duration keepStartedInterval,
    Duration handOverTimeout,
    Duration rehearsal) {
  private static final String PATH = "millrace.cluster";

  public ClusterSettings {
    Ranges.check(PATH + ".shards", shards, 1, 10_000);
    Ranges.checkMs(PATH + ".heartbeat-interval", heartbeatInterval, 100, 10_000);
    Ranges.checkMs(PATH + ".failure-detector-pause", failureDetectorPause, 500, 60_000);
    Ranges.checkMs(PATH + ".stable-after", stableAfter, 1_000, 60_000);
    Ranges.checkMs(PATH + ".keep-started-interval", keepStartedInterval, 500, 60_000);
    Ranges.checkMs(PATH + ".hand-over-timeout", handOverTimeout, 2_000, 300_000);
    Ranges.checkMs(PATH + ".rehearsal", rehearsal, 0, 60_000);
  }

  /** Reads {@code millrace.cluster}. */
  public static ClusterSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new ClusterSettings(
        c.getInt("shards"),
        c.getDuration("heartbeat-interval"),
        c.getDuration("failure-detector-pause"),
        c.getDuration("stable-after"),
        c.getDuration("keep-started-interval"),
        c.getDuration("hand-over-timeout"),
        c.getDuration("rehearsal"));
  }
}
