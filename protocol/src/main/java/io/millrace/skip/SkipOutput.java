// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** One array that grows as it is written: what {@link SkipInput} reads. Not thread-safe. */
final class SkipOutput {
  private static final int CAPACITY_BYTES = 1 << 12;
  private static final int VARINT_BYTES_MAX = 10;

  private byte[] bytes = new byte[CAPACITY_BYTES];
  private int length;

  int length() {
    return length;
  }

  void u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void i32(int value) {
    reserve(Integer.BYTES);
    ByteBuffer.wrap(bytes, length, Integer.BYTES).putInt(value);
    length += Integer.BYTES;
  }

  void i64(long value) {
    reserve(Long.BYTES);
    ByteBuffer.wrap(bytes, length, Long.BYTES).putLong(value);
    length += Long.BYTES;
  }

  void varint(long value) {
    reserve(VARINT_BYTES_MAX);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void zigzag(long value) {
    varint((value << 1) ^ (value >> 63));
  }

  void blob(ByteString value) {
    varint(value.size());
    reserve(value.size());
    value.copyTo(bytes, length);
    length += value.size();
  }

  void text(String value) {
    blob(ByteString.copyFrom(value, StandardCharsets.UTF_8));
  }

  /** What was written, followed by its CRC32C. */
  ByteString checksummed() {
    var crc = new CRC32C();
    crc.update(bytes, 0, length);
    i32((int) crc.getValue());
    return ByteString.copyFrom(bytes, 0, length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
