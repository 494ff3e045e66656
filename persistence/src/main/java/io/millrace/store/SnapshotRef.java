// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.UUID;

/**
 * Names a snapshot.
 *
 * @param sequence number of the block up to which it holds the state; 0 for none
 * @param id random and never used again
 */
public record SnapshotRef(long sequence, UUID id) {
  /** No snapshot. */
  public static final SnapshotRef NONE = new SnapshotRef(0, new UUID(0, 0));

  public SnapshotRef {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence: " + sequence + " (expected: >= 0)");
    }
  }

  /** Whether it names a snapshot. */
  public boolean exists() {
    return sequence > 0;
  }
}
