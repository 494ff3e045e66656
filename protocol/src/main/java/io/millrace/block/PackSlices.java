// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.List;

/** Cuts the one block of a pack's body into those that were merged. Not thread-safe. */
final class PackSlices {
  private final Block all;
  private int results;
  private int changes;
  private int quarantine;
  private int timers;
  private int outbox;
  private int delivered;

  PackSlices(Block all) {
    this.all = all;
  }

  /** The next block: as many entries of each kind as its header counts, which must be there. */
  Block next(BlockHeader header) {
    BlockCounts counts = header.counts();
    var block =
        new Block(
            header.partition(),
            header.sequence(),
            header.epoch(),
            header.committedAtMs(),
            header.recordCount(),
            cut(all.results(), results, counts.results()),
            cut(all.changes(), changes, counts.changes()),
            header.marks(),
            header.expired(),
            cut(all.quarantine(), quarantine, counts.quarantine()),
            cut(all.timers(), timers, counts.timers()),
            cut(all.outbox(), outbox, counts.outbox()),
            cut(all.delivered(), delivered, counts.delivered()),
            header.watermarkMs());
    results += counts.results();
    changes += counts.changes();
    quarantine += counts.quarantine();
    timers += counts.timers();
    outbox += counts.outbox();
    delivered += counts.delivered();
    return block;
  }

  private static <T> List<T> cut(List<T> list, int from, int count) {
    return list.subList(from, from + count);
  }
}
