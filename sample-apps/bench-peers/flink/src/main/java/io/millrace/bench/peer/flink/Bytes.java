// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import java.nio.ByteBuffer;

/** Numbers as bytes, the highest first. */
final class Bytes {
  private Bytes() {}

  /** Eight of them for each number. */
  static byte[] of(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return bytes.array();
  }

  /** The number at a place, counted in numbers. */
  static long longAt(byte[] bytes, int place) {
    return ByteBuffer.wrap(bytes).getLong(place * Long.BYTES);
  }
}
