// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;

/** What a definite answer to a head's compare-and-set means for the one who sent it. */
enum CommitVerdict {
  /** The blocks are committed: by this attempt, or by an earlier one whose answer was lost. */
  COMMITTED,
  /** Another owner's term has begun: stop, acknowledge nothing. */
  FENCED,
  /** The log is not what its only writer made it: stop and call someone. */
  BROKEN;

  /**
   * Judges an answer; {@code docs/commit-log.md} has the table.
   *
   * @param next the head that was asked for; every attempt since the last committed head asked for
   *     the same
   */
  static CommitVerdict of(CasResult result, Head next) {
    if (result.applied()) {
      return COMMITTED;
    }
    Head actual = result.head();
    if (!actual.sameTerm(next)) {
      return FENCED;
    }
    boolean ours = actual.sequence() == next.sequence() && actual.chain().equals(next.chain());
    return ours ? COMMITTED : BROKEN;
  }
}
