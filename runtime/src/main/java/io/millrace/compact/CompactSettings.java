// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import com.typesafe.config.Config;
import io.millrace.codec.ZstdCodec;
import io.millrace.model.Ranges;
import java.time.Duration;

/**
 * How blocks are merged; {@code millrace.compact} in {@code reference.conf} says what each means.
 */
public record CompactSettings(
    int packBytes,
    int zstdLevel,
    int blocksMin,
    long pageBytes,
    int parallelPartitions,
    Duration idle,
    Duration grace,
    Duration commitTimeout) {
  private static final String PATH = "millrace.compact";

  public CompactSettings {
    Ranges.check(PATH + ".pack-bytes", packBytes, 4 << 10, 8 << 20);
    Ranges.check(PATH + ".zstd-level", zstdLevel, 1, ZstdCodec.LEVEL_MAX);
    Ranges.check(PATH + ".blocks-min", blocksMin, 2, 1 << 20);
    Ranges.check(PATH + ".page-bytes", pageBytes, 1024, 64 << 20);
    Ranges.check(PATH + ".parallel-partitions", parallelPartitions, 1, 64);
    Ranges.checkMs(PATH + ".idle", idle, 0, Duration.ofDays(3_650).toMillis());
    Ranges.checkMs(PATH + ".grace", grace, 0, 86_400_000);
    Ranges.checkMs(PATH + ".commit-timeout", commitTimeout, 1, 600_000);
  }

  /** Reads {@code millrace.compact}. */
  public static CompactSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new CompactSettings(
        Math.toIntExact(c.getBytes("pack-bytes")),
        c.getInt("zstd-level"),
        c.getInt("blocks-min"),
        c.getBytes("page-bytes"),
        c.getInt("parallel-partitions"),
        c.getDuration("idle"),
        c.getDuration("grace"),
        c.getDuration("commit-timeout"));
  }

  /** The same for partitions that got nothing for another while. */
  public CompactSettings withIdle(Duration other) {
    return new CompactSettings(
        packBytes,
        zstdLevel,
        blocksMin,
        pageBytes,
        parallelPartitions,
        other,
        grace,
        commitTimeout);
  }
}
