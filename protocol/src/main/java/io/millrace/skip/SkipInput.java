// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.google.common.base.Utf8;
import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;

/**
 * Reads an entry's bytes and trusts none of them. Every refusal is CORRUPT and names the block,
 * what is wrong, and what was expected. Not thread-safe.
 */
final class SkipInput {
  private static final int VARINT_BYTES_MAX = 10;

  private final ByteString bytes;
  private final PartitionId partition;
  private final long block;
  private int position;

  SkipInput(ByteString bytes, PartitionId partition, long block) {
    this.bytes = bytes;
    this.partition = partition;
    this.block = block;
  }

  /** Passes over bytes that are known to be there. */
  void skip(int length) {
    position += length;
  }

  int u8(String what) {
    need(what, 1);
    return bytes.byteAt(position++) & 0xff;
  }

  int u8(String what, int max) {
    int value = u8(what);
    if (value > max) {
      throw refusal(what, "0 to " + max, value);
    }
    return value;
  }

  long i64(String what) {
    need(what, Long.BYTES);
    long value = bytes.substring(position, position + Long.BYTES).asReadOnlyByteBuffer().getLong();
    position += Long.BYTES;
    return value;
  }

  long varint(String what) {
    long value = 0;
    for (int i = 0; i < VARINT_BYTES_MAX; i++) {
      int group = u8(what);
      value |= (group & 0x7fL) << (7 * i);
      if (group < 0x80) {
        if ((group == 0 && i > 0) || (group > 1 && i == VARINT_BYTES_MAX - 1)) {
          throw refusal(what, "a varint in its shortest form", "last group " + group);
        }
        return value;
      }
    }
    throw refusal(what, "a varint of at most " + VARINT_BYTES_MAX + " bytes", "more");
  }

  long zigzag(String what) {
    long value = varint(what);
    return (value >>> 1) ^ -(value & 1);
  }

  /** A number from {@code min} to {@code max}. */
  int number(String what, int min, int max) {
    long value = varint(what);
    if (value < min || value > max) {
      throw refusal(what, min + " to " + max, Long.toUnsignedString(value));
    }
    return (int) value;
  }

  /** Bytes with their length ahead; they share the entry's. */
  ByteString blob(String what) {
    int length = number(what + " length", 0, bytes.size());
    need(what, length);
    var blob = bytes.substring(position, position + length);
    position += length;
    return blob;
  }

  String text(String what) {
    var blob = blob(what);
    byte[] copy = blob.toByteArray();
    if (!Utf8.isWellFormed(copy)) {
      throw refusal(what, "well-formed UTF-8", "other bytes");
    }
    return blob.toStringUtf8();
  }

  void end() {
    if (position != bytes.size()) {
      throw refusal("end", "no bytes after the last field", (bytes.size() - position) + " bytes");
    }
  }

  MillraceException refusal(String check, Object expected, Object actual) {
    return MillraceException.of(CORRUPT, "skip index entry is damaged")
        .with("partition", partition)
        .with("block", block)
        .with("check", check)
        .with("expected", expected)
        .with("actual", actual);
  }

  private void need(String what, int length) {
    if (bytes.size() - position < length) {
      throw refusal(what, length + " bytes", (bytes.size() - position) + " left");
    }
  }
}
