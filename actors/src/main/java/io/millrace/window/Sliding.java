// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import io.millrace.model.DataRecord;

/** Windows of one size that start at every multiple of the slide; tumbling if both are the same. */
record Sliding(long sizeMs, long slideMs) implements Assigner {
  @Override
  public long windowsPerRecord() {
    return (sizeMs + slideMs - 1) / slideMs;
  }

  @Override
  public boolean add(DataRecord record, OpenWindows open, long closedMs) {
    long last = Math.floorDiv(record.eventTimeMs(), slideMs) * slideMs;
    long first = last;
    while (first - slideMs + sizeMs > record.eventTimeMs()) {
      first -= slideMs;
    }
    boolean added = false;
    for (long start = first; start <= last; start += slideMs) {
      if (start + sizeMs > closedMs) {
        open.window(start, start + sizeMs).add(record);
        added = true;
      }
    }
    return added;
  }

  @Override
  public String toString() {
    return sizeMs == slideMs
        ? "tumbling " + sizeMs + " ms"
        : "sliding " + sizeMs + " ms by " + slideMs + " ms";
  }
}
