// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

/**
 * How many entries of each kind a block's body holds, each 0 up.
 *
 * @param results results
 * @param changes state changes
 * @param quarantine quarantine changes
 * @param timers timer changes
 * @param outbox records for other stages
 * @param delivered marks of what other stages got
 */
public record BlockCounts(
    int results, int changes, int quarantine, int timers, int outbox, int delivered) {
  public BlockCounts {
    if (results < 0 || changes < 0 || quarantine < 0 || timers < 0 || outbox < 0 || delivered < 0) {
      throw new IllegalArgumentException(
          "counts: "
              + show(results, changes, quarantine, timers, outbox, delivered)
              + " (expected: each >= 0)");
    }
  }

  /** Counts a block's entries. */
  static BlockCounts of(Block block) {
    return new BlockCounts(
        block.results().size(),
        block.changes().size(),
        block.quarantine().size(),
        block.timers().size(),
        block.outbox().size(),
        block.delivered().size());
  }

  /** Whether there are entries that versions before 4 cannot hold. */
  boolean needsVersion4() {
    return timers > 0 || outbox > 0 || delivered > 0;
  }

  @Override
  public String toString() {
    return show(results, changes, quarantine, timers, outbox, delivered);
  }

  private static String show(
      int results, int changes, int quarantine, int timers, int outbox, int delivered) {
    return results
        + " results, "
        + changes
        + " changes, "
        + quarantine
        + " quarantine changes, "
        + timers
        + " timer changes, "
        + outbox
        + " outbox records, "
        + delivered
        + " delivery marks";
  }
}
