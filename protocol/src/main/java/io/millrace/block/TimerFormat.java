// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.TimeKind;
import io.millrace.model.TimerChange;

/** A timer change's bytes, as {@code docs/block-format.md} tells them. */
final class TimerFormat {
  static final int CHANGE_BYTES_MIN = 5;

  private static final int PROCESSING = 1;
  private static final int PRESENT = 2;

  private TimerFormat() {}

  static void write(Output out, TimerChange change) {
    out.bytes(change.key());
    int kind = change.kind() == TimeKind.PROCESSING ? PROCESSING : 0;
    out.u8(kind | (change.present() ? PRESENT : 0));
    out.string(change.name());
    if (change.present()) {
      out.zigzag(change.timeMs());
    }
  }

  static TimerChange read(Input in, Suspect suspect) {
    var key = in.bytes("timer key", false);
    int flags = in.u8("timer flags");
    if (flags > (PROCESSING | PRESENT)) {
      throw suspect.refusal("timer flags", "0 to " + (PROCESSING | PRESENT), flags);
    }
    TimeKind kind = (flags & PROCESSING) == 0 ? TimeKind.EVENT : TimeKind.PROCESSING;
    boolean present = (flags & PRESENT) != 0;
    var name = in.string("timer name");
    try {
      return new TimerChange(key, kind, name, present, present ? in.zigzag("timer time") : 0);
    } catch (IllegalArgumentException e) {
      throw suspect.refusal("timer field", "a value in its range", e);
    }
  }
}
