// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Head;

/**
 * A part of one partition's log.
 *
 * @param number of the partition
 * @param after the last block that is left out, 0 for none, {@link #GONE} for those that are gone
 * @param skip how many results of block {@code after + 1} are left out, from its first one on
 * @param upTo the last block, {@link #NEWEST} for the newest one when it is read
 */
public record LogSpan(int number, long after, int skip, long upTo) {
  /** Stands for the newest block, whichever that is. */
  public static final long NEWEST = Long.MAX_VALUE;

  /** Stands for the newest of the blocks that retention has deleted when it is read. */
  static final long GONE = -1;

  public LogSpan {
    check("after_block", after, after >= GONE, ">= 0");
    check("skip", skip, skip >= 0, "0 to 2^31-1");
    check("up_to_block", upTo, upTo >= after, ">= after_block, " + after);
  }

  private static void check(String field, long value, boolean right, String expected) {
    if (!right) {
      throw MillraceException.of(Kind.CALLER, "range is wrong")
          .with("field", "ranges." + field)
          .with("value", value)
          .with("expected", expected);
    }
  }

  /** All that is left of a partition's log up to now. */
  public static LogSpan all(int number) {
    return new LogSpan(number, GONE, 0, NEWEST);
  }

  /** The last block that is left out, as the head has it. */
  long after(Head head) {
    return after == GONE ? head.start().truncated() : after;
  }

  /** Refuses to show less than the span asks for. */
  void checkCommitted(Head head) {
    if (upTo != NEWEST && upTo > head.sequence()) {
      throw MillraceException.of(Kind.UNAVAILABLE, "partition is not seen to reach so far")
          .with("partition", head.partition())
          .with("block", upTo)
          .with("expected", "at most " + head.sequence() + "; if it was committed, try again");
    }
  }

  /** The place before the first result that is wanted of a block, -1 for the block's front. */
  int before(long block) {
    return block == after + 1 ? skip - 1 : -1;
  }
}
