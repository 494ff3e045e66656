// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * Contiguous tokens, both ends included, both unsigned.
 *
 * @param first lowest token
 * @param last highest token, not below {@code first}
 */
public record TokenRange(int first, int last) {
  public TokenRange {
    if (Integer.compareUnsigned(first, last) > 0) {
      throw new IllegalArgumentException(
          "last: "
              + Integer.toUnsignedString(last)
              + " (expected: >= first "
              + Integer.toUnsignedString(first)
              + ")");
    }
  }

  /** Whether the token lies in the range. */
  public boolean contains(int token) {
    return Integer.compareUnsigned(first, token) <= 0 && Integer.compareUnsigned(token, last) <= 0;
  }
}
