// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What happened, for a person who replays a seed; costs nothing while it is off. */
final class Trace {
  private static final int LINES_MAX = 20_000;

  private final boolean on;
  private final ArrayDeque<String> lines = new ArrayDeque<>();

  Trace(boolean on) {
    this.on = on;
  }

  void add(long nanos, Supplier<String> text) {
    if (on) {
      if (lines.size() == LINES_MAX) {
        lines.remove();
      }
      lines.add(String.format(Locale.ROOT, "%12.3f ms  %s", nanos / 1e6, text.get()));
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
