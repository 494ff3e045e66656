// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

/**
 * What became of one partition.
 *
 * @param what in a word
 * @param blocks that were merged, or would be
 * @param packs that they were merged into, or would be
 * @param bytesBefore of those blocks, headers and bodies as stored
 * @param bytesAfter of those packs, as stored; 0 if none were written
 * @param why for people: why nothing was merged, or what is still to be done; may be empty
 */
public record Outcome(
    What what, long blocks, long packs, long bytesBefore, long bytesAfter, String why) {
  /** What happened. */
  public enum What {
    /** Blocks were merged, and are read from packs from now on. */
    COMPACTED,
    /** Blocks would be merged. */
    WOULD_COMPACT,
    /** There is too little to be merged. */
    NOTHING,
    /** It got records not long ago. */
    NOT_IDLE,
    /** Something is not as it must be: it stays as it is. */
    FAILED
  }

  static Outcome of(What what, String why) {
    return new Outcome(what, 0, 0, 0, 0, why);
  }

  /** The same with something else to say. */
  Outcome with(What other, String reason) {
    return new Outcome(other, blocks, packs, bytesBefore, bytesAfter, reason);
  }
}
