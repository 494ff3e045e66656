// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import io.millrace.codec.internal.Pool;
import io.millrace.model.ResultRecord;
import java.util.List;

/**
 * Makes blocks' entries, in one pass over the results. Thread-safe: several threads may encode at
 * once, each with arrays of its own that are kept for the next block.
 */
public final class SkipEncoder {
  private final Pool<EntryGather> gathers;

  /** An encoder that says as much of a block as the settings allow. */
  public SkipEncoder(SkipSettings settings) {
    this.gathers = new Pool<>(() -> new EntryGather(settings), gather -> {});
  }

  /**
   * The entry of a block with these results; the same results and fields give the same bytes.
   *
   * @param declared fields whose values go into a filter, beside their range; none twice
   * @return empty if there are no results: such a block has no entry
   * @throws IllegalArgumentException if more fields are declared than {@link
   *     SkipSettings#DECLARED_MAX}
   */
  public ByteString encode(List<ResultRecord> results, List<String> declared) {
    if (results.isEmpty()) {
      return ByteString.EMPTY;
    }
    EntryGather gather = gathers.take();
    gather.begin(declared);
    for (ResultRecord result : results) {
      gather.add(result);
    }
    ByteString entry = gather.entry();
    gathers.give(gather);
    return entry;
  }
}
