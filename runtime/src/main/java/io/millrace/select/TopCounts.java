// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.List;

/**
 * The texts that come most often.
 *
 * @param entries the most frequent first
 * @param error by how much a count may be too high
 */
public record TopCounts(List<Entry> entries, long error) {
  public TopCounts {
    entries = List.copyOf(entries);
  }

  /** A text and about how often it came. */
  public record Entry(String text, long count) {}
}
