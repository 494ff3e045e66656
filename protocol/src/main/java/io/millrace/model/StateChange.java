// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * A key's state after a block, where the block changed it.
 *
 * @param key whose state
 * @param present whether the key has state now; if not, {@code state} is empty
 * @param state the new state
 */
public record StateChange(ByteString key, boolean present, ByteString state) {
  public StateChange {
    if (!present && !state.isEmpty()) {
      throw new IllegalArgumentException("state: " + state.size() + " bytes (expected: none)");
    }
  }

  /** The key has this state now. */
  public static StateChange set(ByteString key, ByteString state) {
    return new StateChange(key, true, state);
  }

  /** The key has no state any more. */
  public static StateChange delete(ByteString key) {
    return new StateChange(key, false, ByteString.EMPTY);
  }
}
