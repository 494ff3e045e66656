// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JVM's log of its collector's pauses. Not thread-safe.
 *
 * @param file written by the JVM that was started with {@link #option}
 */
public record PauseLog(Path file) {
  private static final Pattern PAUSE = Pattern.compile("Pause .* (\\d+\\.\\d+)ms$");

  /** Makes a JVM write it. */
  public String option() {
    return "-Xlog:gc:file=" + file + "::filecount=0";
  }

  /** All pauses since the start. Unit: milliseconds. */
  public List<Double> pausesMs() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      var pauses = new ArrayList<Double>();
      lines
          .map(PAUSE::matcher)
          .filter(Matcher::find)
          .forEach(found -> pauses.add(Double.parseDouble(found.group(1))));
      return pauses;
    }
  }

  /** The value that so many of a hundred are not above; 0 if there are none. */
  public static double percentile(List<Double> values, double percent) {
    if (values.isEmpty()) {
      return 0;
    }
    List<Double> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(0, rank - 1));
  }
}
