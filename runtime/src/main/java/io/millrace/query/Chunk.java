// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.skip.SkipEntry;
import io.millrace.store.Head;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Neighbouring blocks that are read together.
 *
 * @param head that of the span, ended behind the last of the blocks
 * @param first number of the first block
 * @param entries what the index says of each, null where it says nothing
 */
record Chunk(Span span, Head head, long first, List<@Nullable SkipEntry> entries) {
  Chunk(Span span, long first, List<@Nullable SkipEntry> entries) {
    this(span, span.headUpTo(first + entries.size() - 1), first, entries);
  }

  long last() {
    return first + entries.size() - 1;
  }

  /** Whether a result of any of the blocks may have an event time in between, both inclusive. */
  boolean mayHaveTimeBetween(long fromMs, long toMs) {
    for (SkipEntry entry : entries) {
      if (entry == null || entry.mayHaveTimeBetween(fromMs, toMs)) {
        return true;
      }
    }
    return false;
  }
}
