// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a codec made of some pieces, and what that cost.
 *
 * @param rawBytes before compression
 * @param storedBytes after it
 * @param encodeNanos to compress them all
 * @param decodeNanos to read them all back
 */
public record CodecCost(long rawBytes, long storedBytes, long encodeNanos, long decodeNanos) {
  /**
   * Measures a codec on one thread: each piece is compressed for itself, and read back to be
   * compared.
   *
   * @param clockNanos counts what is to be measured, such as the thread's time on a processor
   */
  public static CodecCost of(Codec codec, List<byte[]> pieces, LongSupplier clockNanos) {
    if (pieces.isEmpty()) {
      return new CodecCost(0, 0, 0, 0);
    }
    // What is made once for many pieces, such as native contexts, is no cost of theirs.
    byte[] first = pieces.get(0);
    read(codec, codec.compress(first, 0, first.length).toByteArray(), first);
    long raw = 0;
    long stored = 0;
    var all = new ArrayList<byte[]>(pieces.size());
    long begin = clockNanos.getAsLong();
    for (byte[] piece : pieces) {
      ByteString compressed = codec.compress(piece, 0, piece.length);
      all.add(compressed.toByteArray());
      raw += piece.length;
      stored += compressed.size();
    }
    long middle = clockNanos.getAsLong();
    for (int i = 0; i < all.size(); i++) {
      read(codec, all.get(i), pieces.get(i));
    }
    long end = clockNanos.getAsLong();
    return new CodecCost(raw, stored, middle - begin, end - middle);
  }

  private static void read(Codec codec, byte[] stored, byte[] expected) {
    byte[] raw = codec.decompress(stored, 0, stored.length, expected.length, expected.length);
    if (!Arrays.equals(raw, expected)) {
      throw new IllegalStateException("codec " + codec.name() + " gives back other bytes");
    }
  }
}
