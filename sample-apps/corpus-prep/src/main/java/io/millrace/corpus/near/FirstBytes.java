// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;

/**
 * First bytes of records of documents that are no text, which never begins like that, as it would
 * be no UTF-8. All stand here, so that no two kinds share one.
 */
public final class FirstBytes {
  /** A {@link Message.Probe} that says its threshold; one that does not is among the messages. */
  static final int PROBE_WITH_THRESHOLD = 0xF6;

  /** A request for a text that was kept before. */
  public static final int WANTED = 0xF7;

  /** Lowest of a {@link Message}, but for one kind. */
  static final int MESSAGE_MIN = 0xF8;

  /** Highest of a {@link Message}. */
  static final int MESSAGE_MAX = 0xFD;

  /** A fence that runs through the job. */
  public static final int FENCE = 0xFE;

  /** A note of a run. */
  public static final int NOTE = 0xFF;

  private FirstBytes() {}

  /** Whether a record's value begins with this one. */
  public static boolean begins(ByteString value, int first) {
    return first(value) == first;
  }

  /** The first byte, 0 to 255; 0 if there is none. */
  static int first(ByteString value) {
    return value.isEmpty() ? 0 : value.byteAt(0) & 0xff;
  }
}
