// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.common.base.Utf8;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.model.MillraceException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a range of an array and trusts none of it: each length is checked against what is left, and
 * each number has one form only. Every refusal is CORRUPT. Not thread-safe.
 */
final class Input {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int VARINT_BYTES_MAX = 10;

  private final byte[] bytes;
  private final int end;
  private final Suspect suspect;
  private int position;

  /** Reads from {@code start} to before {@code end}, both within the array. */
  Input(byte[] bytes, int start, int end, Suspect suspect) {
    this.bytes = bytes;
    this.position = start;
    this.end = end;
    this.suspect = suspect;
  }

  int remaining() {
    return end - position;
  }

  /** The array, for who took some of it by {@link #take}. */
  byte[] array() {
    return bytes;
  }

  /** Passes over so many bytes and gives the place of the first one. */
  int take(String what, long length) {
    if (length < 0 || length > remaining()) {
      throw suspect.refusal(what, length + " bytes", remaining() + " left");
    }
    int start = position;
    position += (int) length;
    return start;
  }

  /** The next {@code length} bytes as an input of their own. */
  Input section(int length) {
    var section = new Input(bytes, position, position + length, suspect);
    position += length;
    return section;
  }

  int u8(String what) {
    need(what, 1);
    return bytes[position++] & 0xff;
  }

  int i32(String what) {
    need(what, Integer.BYTES);
    int value = (int) INT.get(bytes, position);
    position += Integer.BYTES;
    return value;
  }

  long i64(String what) {
    need(what, Long.BYTES);
    long value = (long) LONG.get(bytes, position);
    position += Long.BYTES;
    return value;
  }

  /** A number in 7-bit groups, lowest first, as short as it can be. */
  long varint(String what) {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX; i++) {
      int group = u8(what);
      value |= (group & 0x7fL) << (7 * i);
      if (group < 0x80) {
        if ((group == 0 && i > 0) || (group > 1 && i == VARINT_BYTES_MAX - 1)) {
          throw suspect.refusal(what, "a varint in its shortest form", "last group " + group);
        }
        return value;
      }
    }
    throw suspect.refusal(what, "a varint of at most " + VARINT_BYTES_MAX + " bytes", "more");
  }

  /** A signed number, its sign in the lowest bit. */
  long zigzag(String what) {
    long value = varint(what);
    return (value >>> 1) ^ -(value & 1);
  }

  /** The length of something that lies in what is left. */
  int length(String what) {
    long length = varint(what);
    if (length < 0 || length > remaining()) {
      throw suspect.refusal(what, "0 to " + remaining(), Long.toUnsignedString(length));
    }
    return (int) length;
  }

  /** How many entries follow, each of at least {@code bytesEach} bytes. */
  int count(String what, int bytesEach) {
    long count = varint(what);
    checkCount(what, count, bytesEach);
    return (int) count;
  }

  /** Refuses a count of entries that cannot all lie in what is left. */
  void checkCount(String what, long count, int bytesEach) {
    int most = remaining() / bytesEach;
    if (count < 0 || count > most) {
      throw suspect.refusal(what, "0 to " + most, Long.toUnsignedString(count));
    }
  }

  /** Bytes with their length ahead. */
  ByteString bytes(String what, boolean shared) {
    int length = length(what);
    return rawBytes(length, shared);
  }

  /**
   * The next bytes, which the caller knows to be there.
   *
   * @param shared whether the result may keep the whole array alive; if not, it is a copy
   */
  ByteString rawBytes(int length, boolean shared) {
    int start = position;
    position += length;
    if (length == 0) {
      return ByteString.EMPTY;
    }
    return shared
        ? UnsafeByteOperations.unsafeWrap(bytes, start, length)
        : ByteString.copyFrom(bytes, start, length);
  }

  /** Well-formed UTF-8 with its length ahead. */
  String string(String what) {
    int length = length(what);
    if (!Utf8.isWellFormed(bytes, position, length)) {
      throw suspect.refusal(what, "well-formed UTF-8", "other bytes");
    }
    var value = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return value;
  }

  /** Passes over something with its length ahead. */
  void skip(String what) {
    int length = length(what);
    position += length;
  }

  /** Refuses bytes after the last one that means something. */
  void end(String what) {
    if (remaining() != 0) {
      throw suspect.refusal(what, "no bytes after the end", remaining());
    }
  }

  /** A refusal of what was just read. */
  MillraceException refusal(String what, Object expected, Object actual) {
    return suspect.refusal(what, expected, actual);
  }

  private void need(String what, int length) {
    if (remaining() < length) {
      throw suspect.refusal(what, length + " bytes", remaining() + " left");
    }
  }
}
