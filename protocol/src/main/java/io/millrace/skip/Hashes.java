// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import io.millrace.model.FieldType;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/**
 * What filters hold of a value: 64 bits of it. Numbers that are equal have equal hashes, whether
 * whole or not. Thread-safe.
 */
final class Hashes {
  private static final XXHash64 XXH64 = XXHashFactory.fastestJavaInstance().hash64();

  private Hashes() {}

  static long bytes(byte[] bytes, int length) {
    return XXH64.hash(bytes, 0, length, 0);
  }

  /** A whole number, as the number of 64 bits next to it; a double as itself, -0.0 as 0.0. */
  static long number(double value) {
    return mix(Double.doubleToRawLongBits(value + 0.0), FieldType.DOUBLE);
  }

  static long truth(boolean value) {
    return mix(value ? 1 : 0, FieldType.BOOLEAN);
  }

  static long timeMs(long value) {
    return mix(value, FieldType.TIME);
  }

  /** The last step of MurmurHash3: every bit of the input changes half of the hash's. */
  private static long mix(long bits, FieldType type) {
    long hash = bits + type.code();
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
