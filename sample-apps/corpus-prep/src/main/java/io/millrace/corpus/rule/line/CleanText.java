// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import java.util.Map;

/**
 * A text without the lines that went.
 *
 * @param text what is left; the very same text if nothing changed
 * @param removed how many lines went, by reason; reasons without any are left out
 */
public record CleanText(String text, Map<LineReason, Integer> removed) {
  /** Copies the map. */
  public CleanText {
    removed = Map.copyOf(removed);
  }
}
