// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;

/**
 * What the skip index has of one committed block.
 *
 * @param sequence the block's number
 * @param entry what was stored with the block; empty if nothing was: then it may contain anything
 */
public record IndexedBlock(long sequence, ByteString entry) {
  /** Whether there is an entry. */
  public boolean hasEntry() {
    return !entry.isEmpty();
  }
}
