// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.Packed;
import io.millrace.store.SnapshotRef;
import java.util.UUID;

/**
 * The blocks of one partition that a query may look at.
 *
 * @param after number before the first
 * @param last number of the last: the query's snapshot
 */
record Span(Head head, long after, long last) {
  private static final UUID NOBODY = new UUID(0, 0);

  private Packed packedUpTo(long block) {
    Packed packed = head.packed();
    long upTo = Math.min(block, packed.upTo());
    return new Packed(upTo, packed.list(), Math.min(upTo, packed.swept()));
  }

  int partition() {
    return head.partition().number();
  }

  long blocks() {
    return Math.max(0, last - after);
  }

  /**
   * The head for a reader that wants nothing behind a block: reads end there. Its snapshots are
   * none that exist; only what is truncated is kept.
   *
   * @param block behind the truncated ones
   */
  Head headUpTo(long block) {
    if (block >= head.sequence()) {
      return head;
    }
    long truncated = head.start().truncated();
    LogStart start =
        truncated == 0
            ? LogStart.GENESIS
            : new LogStart(
                new SnapshotRef(block, NOBODY),
                new SnapshotRef(truncated, NOBODY),
                truncated,
                head.start().swept());
    return new Head(
        head.partition(),
        head.epoch(),
        head.owner(),
        block,
        head.chain(),
        head.epochStarts(),
        start,
        packedUpTo(block));
  }
}
