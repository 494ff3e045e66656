// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

/**
 * Room to compress into, kept from one use to the next unless it is large. Not thread-safe: one
 * user at a time.
 */
final class Scratch {
  /** Greater room is not kept: blocks are rarely larger, and one that is must not cost for ever. */
  private static final int KEPT_BYTES_MAX = 4 << 20;

  private byte[] kept = new byte[0];

  /** An array of at least this length, whose content is undefined. */
  byte[] ofLength(int length) {
    if (length <= kept.length) {
      return kept;
    }
    byte[] room = new byte[length];
    if (length <= KEPT_BYTES_MAX) {
      kept = room;
    }
    return room;
  }
}
