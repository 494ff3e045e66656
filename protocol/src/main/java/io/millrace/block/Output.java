// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CALLER;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One array that grows as it is written, up to a maximum. What {@link Input} reads, this writes.
 * Not thread-safe; may be used again after {@link #clear}.
 */
final class Output {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int VARINT_BYTES_MAX = 10;

  private final int lengthMax;
  private byte[] bytes;
  private int length;

  Output(int capacity, int lengthMax) {
    this.bytes = new byte[capacity];
    this.lengthMax = lengthMax;
  }

  /** The array, valid up to {@link #length} and until the next write. */
  byte[] array() {
    return bytes;
  }

  int length() {
    return length;
  }

  int capacity() {
    return bytes.length;
  }

  void clear() {
    length = 0;
  }

  /** Forgets what was written from a place on. */
  void truncate(int newLength) {
    length = newLength;
  }

  /** Room for bytes that the caller writes into the array; gives the place of the first one. */
  int advance(int bytesMore) {
    reserve(bytesMore);
    int start = length;
    length += bytesMore;
    return start;
  }

  /** Makes sure that so many bytes have room behind {@link #length}. */
  void ensure(int more) {
    reserve(more);
  }

  void rawBytes(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  void u8(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void i32(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  /** Writes over an earlier byte. */
  void patchU8(int offset, int value) {
    bytes[offset] = (byte) value;
  }

  /** Writes over an earlier number. */
  void patchI32(int offset, int value) {
    INT.set(bytes, offset, value);
  }

  void i64(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
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

  void bytes(ByteString value) {
    varint(value.size());
    rawBytes(value);
  }

  void rawBytes(ByteString value) {
    reserve(value.size());
    value.copyTo(bytes, length);
    length += value.size();
  }

  /** UTF-8 with its length ahead; a lone surrogate, which has no UTF-8, becomes a question mark. */
  void string(String value) {
    int before = length;
    int chars = value.length();
    varint(chars);
    reserve(chars);
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        length = before;
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  /** UTF-8 without its length; a lone surrogate becomes a question mark. */
  void rawString(String value) {
    int before = length;
    int chars = value.length();
    reserve(chars);
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        length = before;
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        rawBytes(utf8, 0, utf8.length);
        return;
      }
      bytes[length++] = (byte) c;
    }
  }

  private void reserve(int more) {
    long needed = (long) length + more;
    if (needed <= bytes.length) {
      return;
    }
    if (needed > (long) lengthMax + VARINT_BYTES_MAX) {
      throw tooLong(needed);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, lengthMax)));
  }

  /** Refuses what grew beyond the maximum; growth itself stops a few bytes later. */
  void checkLength() {
    if (length > lengthMax) {
      throw tooLong(length);
    }
  }

  private MillraceException tooLong(long needed) {
    return MillraceException.of(CALLER, "block too large")
        .with("expected", "at most " + lengthMax + " bytes before compression")
        .with("actual", needed);
  }
}
