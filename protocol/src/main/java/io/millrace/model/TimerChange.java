// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * A key's timer after a block, where the block changed it.
 *
 * @param key whose timer
 * @param kind which clock it goes by
 * @param name as of {@link Timer}
 * @param present whether the key has this timer now
 * @param timeMs when it is due, 0 if it is not there
 */
public record TimerChange(
    ByteString key, TimeKind kind, String name, boolean present, long timeMs) {
  public TimerChange {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key: empty (expected: at least 1 byte)");
    }
    Timer.checkName(name);
    if (present ? timeMs == Long.MIN_VALUE : timeMs != 0) {
      throw new IllegalArgumentException(
          "timeMs: "
              + timeMs
              + " (expected: 0 if the timer is gone, else above the lowest number)");
    }
  }

  /** The key has this timer now, new or moved. */
  public static TimerChange set(ByteString key, Timer timer) {
    return new TimerChange(key, timer.kind(), timer.name(), true, timer.timeMs());
  }

  /** The key does not have this timer any more: it was cleared, or has fired. */
  public static TimerChange clear(ByteString key, TimeKind kind, String name) {
    return new TimerChange(key, kind, name, false, 0);
  }
}
