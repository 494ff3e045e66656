// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

import java.util.Map;

/**
 * A text without what was to be taken out.
 *
 * @param text the very same text if nothing was found
 * @param found how many of each kind; kinds without any are left out
 */
public record Scrubbed(String text, Map<PiiKind, Integer> found) {
  /** Copies the map. */
  public Scrubbed {
    found = Map.copyOf(found);
  }
}
