// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.near.FirstBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A record that runs behind all others: sent to each partition of the stage {@code documents}, it
 * sends itself on to each partition of {@code bands}, and each one that it reaches echoes it. As
 * nothing overtakes on the way from one partition to another, whoever has seen all echoes has seen
 * all that came of records before it. After Chandy and Lamport, "Distributed snapshots", ACM TOCS
 * 3(1), 1985.
 *
 * @param round names the fence among others; {@link #ROUND_BYTES} bytes
 * @param keys one of each partition of {@code bands}; none where it has arrived there
 */
record Fence(ByteString round, List<ByteString> keys) {
  static final int ROUND_BYTES = 16;

  private static final int KEY_BYTES_MAX = 100;

  Fence {
    keys = List.copyOf(keys);
    if (round.size() != ROUND_BYTES) {
      throw new IllegalArgumentException(
          "round: " + round.size() + " bytes (expected: " + ROUND_BYTES + ")");
    }
  }

  static boolean isFence(ByteString value) {
    return FirstBytes.begins(value, FirstBytes.FENCE);
  }

  /** The same on its way to a partition of {@code bands}. */
  Fence arrived() {
    return new Fence(round, List.of());
  }

  ByteString encode() {
    ByteString all = ByteString.copyFrom(new byte[] {(byte) FirstBytes.FENCE}).concat(round);
    for (ByteString key : keys) {
      all = all.concat(ByteString.copyFrom(new byte[] {(byte) key.size()})).concat(key);
    }
    return all;
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  static Fence decode(ByteString value) {
    int at = 1 + ROUND_BYTES;
    if (!isFence(value) || value.size() < at) {
      throw new IllegalArgumentException("fence: " + value.size() + " bytes (expected: a round)");
    }
    var keys = new ArrayList<ByteString>();
    while (at < value.size()) {
      int size = value.byteAt(at);
      if (size < 1 || size > KEY_BYTES_MAX || value.size() < at + 1 + size) {
        throw new IllegalArgumentException("fence: damaged (expected: keys behind the round)");
      }
      keys.add(value.substring(at + 1, at + 1 + size));
      at += 1 + size;
    }
    return new Fence(value.substring(1, 1 + ROUND_BYTES), keys);
  }
}
