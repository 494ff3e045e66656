// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.store.Head;

/**
 * The blocks of one partition that a query may look at.
 *
 * @param after number before the first
 * @param last number of the last: the query's snapshot
 */
record Span(Head head, long after, long last) {
  int partition() {
    return head.partition().number();
  }

  long blocks() {
    return Math.max(0, last - after);
  }
}
