// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.List;

/** In which order rows come. */
public sealed interface Order {
  /** As they lie in the log: by partition, block and place in the block. */
  Order LOG = new Position(false);

  /** By place in the log. */
  record Position(boolean descending) implements Order {}

  /** By event time, of equal ones by place in the log; those without one last. */
  record EventTime(boolean descending) implements Order {}

  /**
   * Groups by what they show, then by what they are grouped by.
   *
   * @param keys the most important first
   */
  record Items(List<Key> keys) implements Order {
    public Items {
      keys = List.copyOf(keys);
    }
  }

  /**
   * What groups are ordered by.
   *
   * @param item place among the query's items, 0 up
   */
  record Key(int item, boolean descending) {}
}
