// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import java.util.zip.CRC32C;
import net.jpountz.xxhash.XXHash64;
import net.jpountz.xxhash.XXHashFactory;

/** The two checksums of the format. Thread-safe. */
final class Checksums {
  private static final XXHash64 XXH64 = XXHashFactory.fastestInstance().hash64();
  private static final long SEED = 0;

  private Checksums() {}

  static int crc32c(byte[] bytes, int length) {
    return crc32c(bytes, 0, length);
  }

  static int crc32c(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  static int crc32c(ByteString bytes) {
    var crc = new CRC32C();
    for (var part : bytes.asReadOnlyByteBufferList()) {
      crc.update(part);
    }
    return (int) crc.getValue();
  }

  static long xxh64(byte[] bytes, int length) {
    return XXH64.hash(bytes, 0, length, SEED);
  }

  static String hex(int value) {
    return String.format("%08x", value);
  }

  static String hex(long value) {
    return String.format("%016x", value);
  }
}
