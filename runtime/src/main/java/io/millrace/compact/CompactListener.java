// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.model.PartitionId;
import java.time.Duration;

/** Hears how a compaction gets on. May be called by several threads at a time. */
public interface CompactListener {
  /** Blocks up to this one are written into packs, of which nobody reads yet. */
  void reached(PartitionId partition, long block, long upTo);

  /** Waits before the first rows are deleted. */
  void waiting(Duration grace);

  /** A partition is done. */
  void done(PartitionId partition, Outcome outcome);
}
