// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import java.util.HashSet;
import java.util.List;

/**
 * Which sources are preferred when near duplicates come from several.
 *
 * @param patterns their names, the most preferred first, at most {@link #PATTERNS_MAX}; a star at
 *     the end of one stands for anything
 */
public record SourcePreference(List<String> patterns) {
  /** Most patterns. */
  public static final int PATTERNS_MAX = 100;

  /**
   * Place of a source that no pattern fits. The same in all recipes: what came without a preference
   * is not preferred to what comes later with one.
   */
  public static final int OTHERS = PATTERNS_MAX;

  /** All sources are alike. */
  public static final SourcePreference NONE = new SourcePreference(List.of());

  private static final int LENGTH_MAX = 500;
  private static final String ANY = "*";

  /**
   * Checks the patterns.
   *
   * @throws IllegalArgumentException if there are too many, one comes twice or is none
   */
  public SourcePreference {
    patterns = List.copyOf(patterns);
    if (patterns.size() > PATTERNS_MAX || new HashSet<>(patterns).size() < patterns.size()) {
      throw new IllegalArgumentException(
          "patterns: " + patterns.size() + " (expected: at most " + PATTERNS_MAX + ", each once)");
    }
    for (String pattern : patterns) {
      int star = pattern.indexOf(ANY);
      boolean isWell = star < 0 || star == pattern.length() - 1;
      if (pattern.isBlank() || pattern.length() > LENGTH_MAX || !isWell) {
        throw new IllegalArgumentException(
            "pattern: '" + pattern + "' (expected: a name, with * at its end alone)");
      }
    }
  }

  /** Place of the first pattern that fits, 0 up; {@link #OTHERS} if none does. */
  public int of(String source) {
    for (int place = 0; place < patterns.size(); place++) {
      String pattern = patterns.get(place);
      boolean fits =
          pattern.endsWith(ANY)
              ? source.startsWith(pattern.substring(0, pattern.length() - 1))
              : source.equals(pattern);
      if (fits) {
        return place;
      }
    }
    return OTHERS;
  }
}
