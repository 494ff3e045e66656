// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

/**
 * How large a block may be, for the one who writes it and for the one who reads it. The bounds on
 * memory: reading a block takes at most its raw bytes and its entries' objects.
 *
 * @param rawBytesMax bytes before compression, 1 to {@link #RAW_BYTES_CEILING}
 * @param entriesMax results, and state changes, 1 up; each counted on its own
 */
public record BlockLimits(int rawBytesMax, int entriesMax) {
  /** No setting may go above this. Unit: bytes. */
  public static final int RAW_BYTES_CEILING = 32 << 20;

  /** The greatest raw length there may be, and a million entries of each kind. */
  public static final BlockLimits DEFAULT = new BlockLimits(RAW_BYTES_CEILING, 1_000_000);

  public BlockLimits {
    if (rawBytesMax < 1 || rawBytesMax > RAW_BYTES_CEILING) {
      throw new IllegalArgumentException(
          "rawBytesMax: " + rawBytesMax + " (expected: 1 to " + RAW_BYTES_CEILING + ")");
    }
    if (entriesMax < 1) {
      throw new IllegalArgumentException("entriesMax: " + entriesMax + " (expected: >= 1)");
    }
  }
}
