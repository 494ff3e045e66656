// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where it was measured.
 *
 * @param processors that the JVM may use
 * @param model of the processor; empty where it is not known
 * @param memoryBytes of the machine
 * @param java version and maker
 * @param os name, version and architecture
 */
public record Machine(int processors, String model, long memoryBytes, String java, String os) {
  /** This one. */
  public static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        processorModel(),
        system().getTotalMemorySize(),
        "%s (%s)"
            .formatted(System.getProperty("java.version"), System.getProperty("java.vm.vendor")),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
  }

  /** Processes that ran or wanted to, the mean of the last minute; below 0 if not known. */
  public static double load() {
    return system().getSystemLoadAverage();
  }

  private static OperatingSystemMXBean system() {
    return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }

  private static String processorModel() {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return "";
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      // Other systems tell it elsewhere or not at all; it decides nothing.
      return "";
    }
  }
}
