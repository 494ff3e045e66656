// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import io.millrace.bench.peer.stream.StreamInput;
import java.nio.ByteBuffer;

/** A key is a {@code Long} whose eight bytes it is. */
final class Keys {
  private Keys() {}

  /** A key as the suites count them. */
  static int number(long key) {
    return StreamInput.keyNumber(ByteBuffer.allocate(Long.BYTES).putLong(key).array(), 0);
  }
}
