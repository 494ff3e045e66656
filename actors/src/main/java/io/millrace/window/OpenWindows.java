// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import com.google.protobuf.ByteString;
import io.millrace.aggregate.Aggregate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The windows of a key, in the order of their starts. Confined to one call of the processor. */
final class OpenWindows {
  private static final Comparator<OpenWindow> ORDER =
      Comparator.comparingLong(OpenWindow::startMs).thenComparingLong(OpenWindow::endMs);

  private final Aggregate aggregate;
  private final ArrayList<OpenWindow> windows = new ArrayList<>(2);
  private ByteString key = ByteString.EMPTY;

  OpenWindows(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  Aggregate aggregate() {
    return aggregate;
  }

  /** Says whose windows they are, for messages. */
  void setKey(ByteString newKey) {
    key = newKey;
  }

  ByteString key() {
    return key;
  }

  List<OpenWindow> all() {
    return windows;
  }

  boolean isEmpty() {
    return windows.isEmpty();
  }

  int size() {
    return windows.size();
  }

  /** Adds a window as it was stored, behind all others. */
  void add(long startMs, long endMs, long revision, boolean untold, ByteString stored) {
    windows.add(new OpenWindow(this, startMs, endMs, revision, untold, stored));
  }

  /** The window of these bounds, opened if it is not there. */
  OpenWindow window(long startMs, long endMs) {
    int at = windows.size();
    while (at > 0 && windows.get(at - 1).startMs() >= startMs) {
      OpenWindow window = windows.get(--at);
      if (window.startMs() == startMs && window.endMs() == endMs) {
        return window;
      }
    }
    OpenWindow opened = OpenWindow.empty(this, startMs, endMs);
    windows.add(at, opened);
    return opened;
  }

  /**
   * Makes one window of all that overlap these bounds, and of the bounds.
   *
   * @param closedMs windows that end at or before this are left alone
   * @return null if none overlaps
   */
  @Nullable OpenWindow mergeOverlapping(long startMs, long endMs, long closedMs) {
    OpenWindow merged = null;
    for (int i = 0; i < windows.size(); i++) {
      OpenWindow window = windows.get(i);
      if (window.startMs() < endMs && window.endMs() > startMs && window.endMs() > closedMs) {
        if (merged == null) {
          merged = window;
        } else {
          merged.merge(window);
          windows.remove(i--);
        }
      }
    }
    if (merged != null) {
      merged.extend(startMs, endMs);
      windows.sort(ORDER);
    }
    return merged;
  }

  /** Forgets windows that end at or before this. */
  void close(long closedMs) {
    windows.removeIf(window -> window.endMs() <= closedMs);
  }

  /** When the next window wants to be told or closed; there is at least one. */
  long nextDueMs(long latenessMs) {
    long next = Long.MAX_VALUE;
    for (OpenWindow window : windows) {
      next = Math.min(next, window.isUntold() ? window.endMs() : window.endMs() + latenessMs);
    }
    return next;
  }
}
