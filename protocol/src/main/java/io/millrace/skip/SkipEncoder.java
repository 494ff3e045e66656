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

  /**
   * @param declared fields whose values go into a filter, beside their range
   * @throws IllegalArgumentException if more fields are declared than {@link
   *     SkipSettings#DECLARED_MAX}
   */
  public SkipEncoder(SkipSettings settings, List<String> declared) {
    List<String> names = declared.stream().distinct().sorted().toList();
    if (names.size() > SkipSettings.DECLARED_MAX) {
      throw new IllegalArgumentException(
          "declared fields: "
              + names.size()
              + " (expected: at most "
              + SkipSettings.DECLARED_MAX
              + ")");
    }
    this.gathers = new Pool<>(() -> new EntryGather(settings, names), gather -> {});
  }

  /**
   * The entry of a block with these results; the same results give the same bytes.
   *
   * @return empty if there are none: such a block has no entry
   */
  public ByteString encode(List<ResultRecord> results) {
    if (results.isEmpty()) {
      return ByteString.EMPTY;
    }
    EntryGather gather = gathers.take();
    gather.clear();
    for (ResultRecord result : results) {
      gather.add(result);
    }
    ByteString entry = gather.entry();
    gathers.give(gather);
    return entry;
  }
}
