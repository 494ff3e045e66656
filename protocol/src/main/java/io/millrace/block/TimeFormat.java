// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;

/** A time that may be missing: a flag, then the time if the flag says so. */
final class TimeFormat {
  private static final int HAS_TIME = 1;

  private TimeFormat() {}

  static void write(Output out, long timeMs) {
    if (timeMs == NO_EVENT_TIME) {
      out.u8(0);
    } else {
      out.u8(HAS_TIME);
      out.zigzag(timeMs);
    }
  }

  /**
   * Reads a time.
   *
   * @param what as words for a refusal
   * @return {@link io.millrace.model.DataRecord#NO_EVENT_TIME} if it is missing
   */
  static long read(Input in, String what) {
    int flag = in.u8(what);
    if (flag > HAS_TIME) {
      throw in.refusal(what, "flag 0 or " + HAS_TIME, flag);
    }
    if (flag == 0) {
      return NO_EVENT_TIME;
    }
    long timeMs = in.zigzag(what);
    if (timeMs == NO_EVENT_TIME) {
      throw in.refusal(what, "a time where the flag says so", "none");
    }
    return timeMs;
  }
}
