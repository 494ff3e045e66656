// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;

/**
 * What compressed bytes may refer back to beyond themselves. Content-addressed: equal bytes have
 * equal ids, so that nodes agree on ids without asking each other. Immutable.
 *
 * @param id the first 4 bytes of the SHA-256 of the bytes, big-endian, its sign bit cleared; 1
 *     where that were 0, which stands for no dictionary
 * @param bytes 1 to {@link #BYTES_MAX} bytes: a trained zstd dictionary, or plain content
 */
public record Dictionary(int id, ByteString bytes) {
  /** Longest dictionary. Unit: bytes. */
  public static final int BYTES_MAX = 1 << 20;

  /** In a block: compressed without a dictionary. */
  public static final int NONE = 0;

  public Dictionary {
    if (bytes.isEmpty() || bytes.size() > BYTES_MAX) {
      throw new IllegalArgumentException(
          "dictionary: " + bytes.size() + " bytes (expected: 1 to " + BYTES_MAX + ")");
    }
    int expected = idOf(bytes);
    if (id != expected) {
      throw new IllegalArgumentException(
          "dictionary id: " + id + " (expected: " + expected + ", as its bytes say)");
    }
  }

  /** The dictionary of these bytes. */
  public static Dictionary of(ByteString bytes) {
    return new Dictionary(idOf(bytes), bytes);
  }

  private static int idOf(ByteString bytes) {
    var hasher = Hashing.sha256().newHasher();
    hasher.putBytes(bytes.asReadOnlyByteBuffer());
    byte[] hash = hasher.hash().asBytes();
    int first =
        (hash[0] & 0x7f) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
    return first == NONE ? 1 : first;
  }
}
