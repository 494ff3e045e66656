// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

/**
 * Says when a snapshot is due: by blocks, bytes or age since the last one. Not thread-safe:
 * confined to one actor.
 */
final class SnapshotClock {
  /** After a snapshot that failed, a tenth of the usual way must be gone before the next try. */
  private static final int RETRY_PART = 10;

  private final PartitionSettings settings;
  private long blocks;
  private long bytes;
  private long lastMs;
  private boolean started;

  SnapshotClock(PartitionSettings settings) {
    this.settings = settings;
  }

  /** A block was sealed, or replayed. */
  void sealed(long rawBytes) {
    blocks++;
    bytes += rawBytes;
  }

  /** Whether one is due behind the block just sealed, at the block's time. */
  boolean isDue(long blockMs) {
    if (!started) {
      started = true;
      lastMs = blockMs;
    }
    return blocks >= settings.snapshotBlocks()
        || bytes >= settings.snapshotBytes()
        || blockMs - lastMs >= settings.snapshotAge().toMillis();
  }

  /** One is begun, or found at recovery. */
  void taken(long blockMs) {
    blocks = 0;
    bytes = 0;
    lastMs = blockMs;
    started = true;
  }

  /** The one begun last came to nothing. */
  void givenUp() {
    blocks += settings.snapshotBlocks() - settings.snapshotBlocks() / RETRY_PART - 1;
  }
}
