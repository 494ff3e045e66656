// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Arrays;

/** Numbers from 0 in seven bits a byte, the lowest first. Written, or read from its beginning. */
final class Varints {
  private static final int INITIAL_BYTES = 1 << 12;
  private static final int SHIFT = 7;
  private static final int MORE = 1 << SHIFT;

  private byte[] bytes;
  private int at;

  /** To be written. */
  Varints() {
    this.bytes = new byte[INITIAL_BYTES];
  }

  /** To be read. */
  Varints(byte[] bytes) {
    this.bytes = bytes;
  }

  private void reserve(int more) {
    if (at + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
  }

  void add(int value) {
    reserve(Integer.BYTES + 1);
    int rest = value;
    while (rest >= MORE) {
      bytes[at++] = (byte) (rest | MORE);
      rest >>>= SHIFT;
    }
    bytes[at++] = (byte) rest;
  }

  /** Eight bytes, big-endian. */
  void addLong(long value) {
    reserve(Long.BYTES);
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      bytes[at++] = (byte) (value >>> shift);
    }
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, at);
  }

  /** Bytes that are not read yet. */
  int left() {
    return bytes.length - at;
  }

  int next() {
    int value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += SHIFT) {
      int b = at < bytes.length ? bytes[at++] : -1;
      if (b >= 0) {
        long all = value | (long) b << shift;
        if (all <= Integer.MAX_VALUE) {
          return (int) all;
        }
        break;
      }
      if (at == bytes.length) {
        break;
      }
      value |= (b & (MORE - 1)) << shift;
    }
    throw MillraceException.of(Kind.CORRUPT, "number ends too early or is too large")
        .with("at", at)
        .with("bytes", bytes.length);
  }

  long nextLong() {
    if (left() < Long.BYTES) {
      throw MillraceException.of(Kind.CORRUPT, "id ends too early").with("at", at);
    }
    long value = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      value = value << Byte.SIZE | (bytes[at++] & 0xFF);
    }
    return value;
  }
}
