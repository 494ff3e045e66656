// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;

/**
 * Makes sure that a list names every block from one on up to what the head says is packed, before
 * anything is built on it. Not thread-safe.
 */
final class ListCheck {
  private final Head head;
  private long next;

  /**
   * @param after the block before the first that must be named
   */
  ListCheck(Head head, long after) {
    this.head = head;
    this.next = after + 1;
  }

  /** Takes the next entry, by first block. */
  void take(PackEntry entry) {
    if (entry.last() < next) {
      return;
    }
    if (entry.first() > next && next <= head.packed().upTo()) {
      throw gap();
    }
    next = entry.last() + 1;
  }

  /** Refuses a list that ends too soon. */
  void end() {
    if (next <= head.packed().upTo()) {
      throw gap();
    }
  }

  private MillraceException gap() {
    return MillraceException.of(Kind.CORRUPT, "list of packs has a gap")
        .with("partition", head.partition())
        .with("list", head.packed().list())
        .with("block", next)
        .with("expected", "a pack for each block up to " + head.packed().upTo());
  }
}
