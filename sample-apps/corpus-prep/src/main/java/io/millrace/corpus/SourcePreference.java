// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import java.util.List;

/**
 * Which sources are preferred when near duplicates come from several.
 *
 * @param prefixes how their names begin, the most preferred one first
 */
record SourcePreference(List<String> prefixes) {
  /** All sources are alike. */
  static final SourcePreference NONE = new SourcePreference(List.of());

  SourcePreference {
    prefixes = List.copyOf(prefixes);
  }

  /** Place of the first prefix that fits; their number if none does. */
  int of(String source) {
    for (int place = 0; place < prefixes.size(); place++) {
      if (source.startsWith(prefixes.get(place))) {
        return place;
      }
    }
    return prefixes.size();
  }
}
