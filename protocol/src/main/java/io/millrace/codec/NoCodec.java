// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** Leaves bytes as they are. Thread-safe. */
public final class NoCodec implements Codec {
  /** The stored id. */
  public static final int ID = 0;

  /** The only instance. */
  public static final NoCodec INSTANCE = new NoCodec();

  private NoCodec() {}

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public ByteString compress(byte[] raw, int offset, int length) {
    return ByteString.copyFrom(raw, offset, length);
  }

  @Override
  public int compress(byte[] raw, int offset, int length, byte[] target, int targetOffset) {
    System.arraycopy(raw, offset, target, targetOffset, length);
    return length;
  }

  @Override
  public int compressedLengthMax(int length) {
    return length;
  }

  @Override
  public void checkClaim(byte[] stored, int offset, int length, int rawLength) {
    if (length != rawLength) {
      throw Codecs.refusal(this, "raw length", rawLength, length);
    }
  }

  @Override
  public void decompress(
      byte[] stored, int offset, int length, byte[] target, int targetOffset, int rawLength) {
    System.arraycopy(stored, offset, target, targetOffset, rawLength);
  }

  @Override
  public byte[] decompress(byte[] stored, int offset, int length, int rawLength, int rawLengthMax) {
    Codecs.checkRawLength(this, rawLength, rawLengthMax);
    checkClaim(stored, offset, length, rawLength);
    if (offset == 0 && length == stored.length) {
      return stored;
    }
    return Arrays.copyOfRange(stored, offset, offset + length);
  }
}
