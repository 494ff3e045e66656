// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/**
 * A part of a text.
 *
 * @param start first character. Unit: UTF-16 units
 * @param end behind the last one
 */
public record Span(int start, int end) {
  /** Checks that the part has a place. */
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "span: " + start + " to " + end + " (expected: 0 <= start <= end)");
    }
  }
}
