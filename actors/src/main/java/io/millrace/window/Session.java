// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import io.millrace.model.DataRecord;

/** Windows that end when no record came for the gap. */
record Session(long gapMs) implements Assigner {
  @Override
  public long windowsPerRecord() {
    return 1;
  }

  @Override
  public boolean add(DataRecord record, OpenWindows open, long closedMs) {
    long start = record.eventTimeMs();
    long end = start + gapMs;
    OpenWindow session = open.mergeOverlapping(start, end, closedMs);
    if (session == null) {
      if (end <= closedMs) {
        return false;
      }
      session = open.window(start, end);
    }
    session.add(record);
    return true;
  }

  @Override
  public String toString() {
    return "session " + gapMs + " ms";
  }
}
