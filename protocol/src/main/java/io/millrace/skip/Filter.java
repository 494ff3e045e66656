// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A split-block Bloom filter over hashes, in the bytes that Apache Parquet's format has for it:
 * blocks of 256 bits, of which a hash sets one in each of eight words. It is asked where it lies,
 * without being copied. Thread-safe.
 *
 * <p>After Putze, Sanders and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", JEA 14,
 * 2009. A library's filter that was tried, Guava's, took ten times as long to fill and twenty times
 * as long to read and ask.
 */
final class Filter {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final int WORDS = 8;
  static final int BLOCK_BYTES = WORDS * Integer.BYTES;

  /** Odd numbers, one for each word of a block, as Parquet's format gives them. */
  private static final int[] SALTS = {
    0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31
  };

  private final ByteString bytes;

  private Filter(ByteString bytes) {
    this.bytes = bytes;
  }

  /** A filter of so many bytes that holds these. */
  static Filter of(DistinctHashes hashes, int bytes) {
    byte[] bits = new byte[bytes];
    hashes.addTo(bits);
    return new Filter(UnsafeByteOperations.unsafeWrap(bits));
  }

  /** Puts a hash into a filter's bits. */
  static void add(byte[] bits, long hash) {
    int at = block(hash, bits.length);
    for (int word = 0; word < WORDS; word++) {
      WORD.set(bits, at, (int) WORD.get(bits, at) | mask(hash, word));
      at += Integer.BYTES;
    }
  }

  /** Reads what was stored, checked so far that no question can fail. */
  static Filter read(ByteString bytes, SkipInput in, String what) {
    if (bytes.size() % BLOCK_BYTES != 0) {
      throw in.refusal(what, "blocks of " + BLOCK_BYTES + " bytes", bytes.size() + " bytes");
    }
    return new Filter(bytes);
  }

  /** As stored. */
  ByteString bytes() {
    return bytes;
  }

  /** Whether it may hold a hash: yes if it does, and now and then if it does not. */
  boolean mayHold(long hash) {
    int at = block(hash, bytes.size());
    for (int word = 0; word < WORDS; word++) {
      int mask = mask(hash, word);
      int octet = Integer.numberOfTrailingZeros(mask) / Byte.SIZE;
      if (((bytes.byteAt(at + octet) << (octet * Byte.SIZE)) & mask) == 0) {
        return false;
      }
      at += Integer.BYTES;
    }
    return true;
  }

  /** Where a hash's block begins: its upper half as a share of all. */
  private static int block(long hash, int length) {
    return (int) (((hash >>> 32) * (length / BLOCK_BYTES)) >>> 32) * BLOCK_BYTES;
  }

  private static int mask(long hash, int word) {
    return 1 << (((int) hash * SALTS[word]) >>> 27);
  }
}
