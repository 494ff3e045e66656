// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.protobuf.ByteString;

/**
 * Where a key lies on the ring: an unsigned 32-bit number, carried in an {@code int}.
 *
 * <p>The hash is Murmur3_x86_32 with seed 0 (Austin Appleby, public domain). It decides which log a
 * key's history is in, so it may never change.
 */
public final class Token {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;
  private static final int C3 = 0xe6546b64;

  private Token() {}

  /** Hashes a key; the result is unsigned. Makes no object, since every record comes by here. */
  public static int of(ByteString key) {
    int length = key.size();
    int hash = 0;
    int at = 0;
    for (; at + Integer.BYTES <= length; at += Integer.BYTES) {
      hash = next(hash, word(key, at, Integer.BYTES));
    }
    return last(hash, at < length ? word(key, at, length - at) : 0, length);
  }

  /** Hashes a key that lies among other bytes. */
  static int of(byte[] bytes, int from, int length) {
    int hash = 0;
    int at = 0;
    for (; at + Integer.BYTES <= length; at += Integer.BYTES) {
      hash = next(hash, word(bytes, from + at, Integer.BYTES));
    }
    return last(hash, at < length ? word(bytes, from + at, length - at) : 0, length);
  }

  private static int next(int hash, int word) {
    return Integer.rotateLeft(hash ^ mixed(word), 13) * 5 + C3;
  }

  /** What is left of the key, 0 if nothing is, then the final mix. */
  private static int last(int before, int word, int length) {
    int hash = before ^ mixed(word) ^ length;
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }

  /** Up to four bytes, the first one lowest. */
  private static int word(ByteString key, int from, int bytes) {
    int word = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      word = word << Byte.SIZE | (key.byteAt(from + i) & 0xff);
    }
    return word;
  }

  private static int word(byte[] bytes, int from, int count) {
    int word = 0;
    for (int i = count - 1; i >= 0; i--) {
      word = word << Byte.SIZE | (bytes[from + i] & 0xff);
    }
    return word;
  }

  private static int mixed(int word) {
    return Integer.rotateLeft(word * C1, 15) * C2;
  }
}
