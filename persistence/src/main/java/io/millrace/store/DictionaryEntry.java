// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

/**
 * What is known of a stored dictionary without its bytes. The dictionaries of one column are its
 * versions, in the order of their training.
 *
 * @param id names it in blocks, for ever
 * @param column which column it was trained for, such as {@code value} or {@code field text}
 * @param bytes its length
 * @param trainedAtMs when it was trained, milliseconds since 1970-01-01T00:00Z
 * @param retiredAtMs since when new blocks do without it, or {@link #IN_FORCE}
 * @param trial what it was adopted for
 */
public record DictionaryEntry(
    int id, String column, int bytes, long trainedAtMs, long retiredAtMs, DictionaryTrial trial) {
  /** Not retired. */
  public static final long IN_FORCE = 0;

  public DictionaryEntry {
    if (column.isEmpty()) {
      throw new IllegalArgumentException("column: empty (expected: a column's name)");
    }
    if (bytes < 1 || trainedAtMs < 0 || retiredAtMs < 0) {
      throw new IllegalArgumentException(
          "bytes, trainedAtMs, retiredAtMs: "
              + bytes
              + ", "
              + trainedAtMs
              + ", "
              + retiredAtMs
              + " (expected: >= 1, >= 0, >= 0)");
    }
  }

  /** Whether it was given up. */
  public boolean isRetired() {
    return retiredAtMs != IN_FORCE;
  }

  /** The same, given up then. */
  public DictionaryEntry retired(long atMs) {
    return new DictionaryEntry(id, column, bytes, trainedAtMs, atMs, trial);
  }
}
