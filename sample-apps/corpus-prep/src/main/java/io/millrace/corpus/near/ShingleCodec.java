// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sorted hashes as bytes: how many there are (4 bytes), then bits from the lowest of each byte on.
 * Each hash is its step from the one before, less 1: {@code step >>> width} zeros, a one, and the
 * lowest {@code width} bits of it; {@code width} follows from the count.
 */
final class ShingleCodec {
  private static final int HEAD_BYTES = 4;

  private ShingleCodec() {}

  /** About the logarithm of the mean step. */
  private static int width(int count) {
    return count == 0 ? 0 : 32 - (32 - Integer.numberOfLeadingZeros(count));
  }

  static ByteString encode(int[] sorted) {
    int width = width(sorted.length);
    // The zeros of all steps together are at most 2^32 >>> width, which is at most 2 * count + 1.
    var out = new byte[HEAD_BYTES + (int) ((sorted.length * (width + 3L) + 7 + 64) / 8)];
    ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN).putInt(sorted.length);
    long at = 8L * HEAD_BYTES;
    long before = Integer.MIN_VALUE - 1L;
    for (int hash : sorted) {
      long step = hash - before - 1;
      before = hash;
      at += step >>> width;
      at = put(out, at, 1, 1);
      at = put(out, at, step & ((1L << width) - 1), width);
    }
    return UnsafeByteOperations.unsafeWrap(out, 0, (int) ((at + 7) / 8));
  }

  private static long put(byte[] out, long at, long bits, int count) {
    long left = bits;
    int from = (int) (at & 7);
    int place = (int) (at >>> 3);
    for (int done = 0; done < count; done += 8 - from, from = 0, place++) {
      out[place] |= (byte) (left << from);
      left >>>= 8 - from;
      if (8 - from >= count - done) {
        break;
      }
    }
    return at + count;
  }

  static int[] decode(ByteString bytes) {
    if (bytes.size() < HEAD_BYTES) {
      throw new IllegalArgumentException("shingles: " + bytes.size() + " bytes (expected: 4 up)");
    }
    // Padded, so that eight bytes can be read wherever a hash begins.
    ByteBuffer in =
        ByteBuffer.wrap(java.util.Arrays.copyOf(bytes.toByteArray(), bytes.size() + 8))
            .order(ByteOrder.LITTLE_ENDIAN);
    int count = in.getInt(0);
    if (count < 0 || count > ShingleSet.COUNT_MAX || count > 8L * bytes.size()) {
      throw new IllegalArgumentException(
          "shingles: " + count + " (expected: 0 to " + ShingleSet.COUNT_MAX + ")");
    }
    int width = width(count);
    var sorted = new int[count];
    long end = 8L * bytes.size();
    long at = 8L * HEAD_BYTES;
    long before = Integer.MIN_VALUE - 1L;
    for (int i = 0; i < count; i++) {
      long high = 0;
      long word = in.getLong((int) (at >>> 3)) >>> (at & 7);
      while (word == 0) {
        int passed = 64 - (int) (at & 7);
        high += passed;
        at += passed;
        checkInside(at, end);
        word = in.getLong((int) (at >>> 3)) >>> (at & 7);
      }
      int zeros = Long.numberOfTrailingZeros(word);
      high += zeros;
      at += zeros + 1;
      checkInside(at + width, end);
      long low = (in.getLong((int) (at >>> 3)) >>> (at & 7)) & ((1L << width) - 1);
      at += width;
      before += (high << width | low) + 1;
      if (before > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("shingles: beyond 32 bits (expected: ascending hashes)");
      }
      sorted[i] = (int) before;
    }
    return sorted;
  }

  private static void checkInside(long at, long end) {
    if (at > end) {
      throw new IllegalArgumentException("shingles: cut off (expected: as many as the count says)");
    }
  }
}
