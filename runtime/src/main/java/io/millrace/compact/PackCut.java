// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.block.BlockCounts;
import io.millrace.block.BlockHeader;
import io.millrace.block.Pack;
import io.millrace.store.PackStore;

/** Says where one pack ends and the next one begins. Not thread-safe. */
final class PackCut {
  /** Bytes of the blocks' headers in one pack; a single block may have more. */
  private static final int HEADERS_BYTES_MAX = Pack.HEADERS_BYTES_MAX / 2;

  /** Results and other entries in one pack; a single block may have more. */
  private static final int ENTRIES_MAX = 250_000;

  private final long packBytes;
  private long first;
  private long blocks;
  private long bytes;
  private long headers;
  private long entries;

  /**
   * @param packBytes of what the blocks hold, before compression; a single block may have more
   */
  PackCut(long packBytes) {
    this.packBytes = packBytes;
  }

  /**
   * Takes the next block.
   *
   * @return whether it begins a pack
   */
  boolean begins(BlockHeader header, int headerBytes) {
    BlockCounts counts = header.counts();
    long more =
        (long) counts.results()
            + counts.changes()
            + counts.quarantine()
            + counts.timers()
            + counts.outbox()
            + counts.delivered();
    boolean begins =
        blocks == 0
            || blocks == Pack.BLOCKS_MAX
            || PackStore.bucketOf(header.sequence()) != PackStore.bucketOf(first)
            || bytes + header.plainLength() > packBytes
            || headers + headerBytes > HEADERS_BYTES_MAX
            || entries + more > ENTRIES_MAX;
    if (begins) {
      first = header.sequence();
      blocks = 0;
      bytes = 0;
      headers = 0;
      entries = 0;
    }
    blocks++;
    bytes += header.plainLength();
    headers += headerBytes;
    entries += more;
    return begins;
  }
}
