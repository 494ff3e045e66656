// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;
import java.nio.file.Path;

/**
 * How much the states of a node's partitions may take; {@code millrace.state} in {@code
 * reference.conf} says what each means.
 *
 * @param memoryMax bytes of heap
 * @param diskMax bytes of cold keys, 0 for none
 * @param diskCache bytes of memory outside the heap
 * @param folder holds the cold keys
 */
public record StateSettings(long memoryMax, long diskMax, long diskCache, Path folder) {
  private static final String PATH = "millrace.state";

  /** The path of {@code memoryMax}, for messages. */
  static final String MEMORY_MAX = PATH + ".memory-max";

  /** The path of {@code diskMax}, for messages. */
  static final String DISK_MAX = PATH + ".disk-max";

  public StateSettings {
    Ranges.check(MEMORY_MAX, memoryMax, 1 << 20, 1L << 44);
    Ranges.check(DISK_MAX, diskMax, 0, 1L << 50);
    Ranges.check(PATH + ".disk-cache", diskCache, 8 << 20, 1L << 40);
  }

  /** Reads {@code millrace.state}; a share of memory is one of this JVM's largest heap. */
  public static StateSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new StateSettings(
        memory(c, Runtime.getRuntime().maxMemory()),
        c.getBytes("disk-max"),
        c.getBytes("disk-cache"),
        Path.of(c.getString("folder")));
  }

  private static long memory(Config c, long heap) {
    String text = c.getString("memory-max").strip();
    if (!text.endsWith("%")) {
      return c.getBytes("memory-max");
    }
    try {
      int percent = Integer.parseInt(text.substring(0, text.length() - 1).strip());
      Ranges.check(MEMORY_MAX + " in %", percent, 1, 90);
      return heap / 100 * percent;
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          MEMORY_MAX + ": '" + text + "' (expected: bytes such as 2 GiB, or 1% to 90%)", e);
    }
  }
}
