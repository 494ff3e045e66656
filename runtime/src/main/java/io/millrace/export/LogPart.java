// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.LogRange;
import io.millrace.v1.Position;

/**
 * Which part of a partition's log an export covers, in whole blocks.
 *
 * @param partition number of the partition
 * @param afterBlock the last block before it, 0 for none
 * @param upToBlock its last block
 */
public record LogPart(int partition, long afterBlock, long upToBlock) {
  public LogPart {
    if (partition < 0 || afterBlock < 0 || upToBlock < afterBlock) {
      throw new IllegalArgumentException(
          "part: partition "
              + partition
              + ", after block "
              + afterBlock
              + ", up to block "
              + upToBlock
              + " (expected: partition >= 0, 0 <= after <= up to)");
    }
  }

  /** Whether there is no block in it. */
  boolean isEmpty() {
    return afterBlock == upToBlock;
  }

  /** All of it, to ask for. */
  LogRange range() {
    return LogRange.newBuilder()
        .setPartition(partition)
        .setAfterBlock(afterBlock)
        .setUpToBlock(upToBlock)
        .build();
  }

  /**
   * What of it lies behind a result.
   *
   * @param last lies in it
   */
  LogRange rangeBehind(Position last) {
    return LogRange.newBuilder()
        .setPartition(partition)
        .setAfterBlock(last.getBlock() - 1)
        .setSkip(last.getIndex() + 1)
        .setUpToBlock(upToBlock)
        .build();
  }
}
