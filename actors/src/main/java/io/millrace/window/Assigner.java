// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import io.millrace.model.DataRecord;

/** Knows which windows a record belongs to. Immutable, thread-safe. */
sealed interface Assigner permits Sliding, Session {
  /** In how many windows a record is at most. */
  long windowsPerRecord();

  /**
   * Adds the record to each of its windows that is not closed yet, opening what is missing.
   *
   * @param closedMs a window that ends at or before this is closed
   * @return false if all its windows are closed: it is too late
   */
  boolean add(DataRecord record, OpenWindows open, long closedMs);
}
