// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The first rows of an order, so far: a heap whose top is the last of them. Not thread-safe. */
public final class TopRows {
  private final Comparator<Row> order;
  private final long max;
  private final MemoryBudget budget;
  private final PriorityQueue<Row> heap;

  /**
   * @param max how many are wanted, 0 up
   */
  public TopRows(Comparator<Row> order, long max, MemoryBudget budget) {
    this.order = order;
    this.max = max;
    this.budget = budget;
    this.heap = new PriorityQueue<>(order.reversed());
  }

  /** Whether a row of this place would be among them. */
  public boolean wants(Row place) {
    return heap.size() < max || (max > 0 && order.compare(place, heap.element()) < 0);
  }

  /** The last of them once there are as many as wanted; null before. */
  public @Nullable Row worst() {
    return heap.size() == max ? heap.peek() : null;
  }

  /** Takes a row if it is among the first. */
  public void add(Row row) {
    if (!wants(row)) {
      return;
    }
    if (heap.size() == max) {
      budget.give(Rows.bytes(heap.remove()));
    }
    budget.take(Rows.bytes(row));
    heap.add(row);
  }

  /** Takes in another's rows; that one is not to be used any more. */
  public void merge(TopRows other) {
    for (Row row : other.heap) {
      budget.give(Rows.bytes(row));
      add(row);
    }
    other.heap.clear();
  }

  /** Those there are, in order. */
  public List<Row> rows() {
    var rows = new ArrayList<>(heap);
    rows.sort(order);
    return rows;
  }
}
