// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.protobuf.ByteString;

/**
 * Where a key lies on the ring: an unsigned 32-bit number, carried in an {@code int}.
 *
 * <p>The hash is Murmur3_x86_32 with seed 0 (Austin Appleby, public domain). It decides which log a
 * key's history is in, so it may never change.
 */
public final class Token {
  private static final HashFunction MURMUR3 = Hashing.murmur3_32_fixed();

  private Token() {}

  /** Hashes a key; the result is unsigned. */
  public static int of(ByteString key) {
    return MURMUR3.hashBytes(key.asReadOnlyByteBuffer()).asInt();
  }
}
