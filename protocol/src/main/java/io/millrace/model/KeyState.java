// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * What a partition knows of one key as of a block.
 *
 * @param key which key
 * @param present whether it has state; if not, {@code state} is empty
 * @param state its state
 * @param block the block that holds its newest main result, 0 if there is none
 * @param index place of the result in the block, 0 up
 */
public record KeyState(ByteString key, boolean present, ByteString state, long block, int index) {
  public KeyState {
    if (!present && !state.isEmpty()) {
      throw new IllegalArgumentException("state: " + state.size() + " bytes (expected: none)");
    }
    if (block < 0 || index < 0) {
      throw new IllegalArgumentException(
          "block, index: " + block + ", " + index + " (expected: >= 0)");
    }
  }

  /** About what it takes in a snapshot before compression. Unit: bytes. */
  public int weight() {
    return 16 + key.size() + state.size();
  }
}
