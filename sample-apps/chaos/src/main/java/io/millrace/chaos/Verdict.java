// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How often the promise was broken, by kind, with some examples each. Not thread-safe. */
final class Verdict {
  private static final int EXAMPLES_MAX = 10;

  private final Map<Violation, Long> counts = new EnumMap<>(Violation.class);
  private final Map<Violation, List<String>> examples = new EnumMap<>(Violation.class);

  void found(Violation violation, String what) {
    counts.merge(violation, 1L, Long::sum);
    var some = examples.computeIfAbsent(violation, v -> new ArrayList<>());
    if (some.size() < EXAMPLES_MAX) {
      some.add(what);
    }
  }

  void addAll(Verdict other) {
    other.counts.forEach((violation, count) -> counts.merge(violation, count, Long::sum));
    other.examples.forEach(
        (violation, some) ->
            examples.computeIfAbsent(violation, v -> new ArrayList<>()).addAll(some));
  }

  long count(Violation violation) {
    return counts.getOrDefault(violation, 0L);
  }

  boolean isClean() {
    return counts.isEmpty();
  }

  /** Counts and examples; "clean" if there are none. */
  @Override
  public String toString() {
    return isClean() ? "clean" : counts + " " + examples;
  }
}
