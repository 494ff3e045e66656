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
  public byte[] decompress(byte[] stored, int offset, int length, int rawLength, int rawLengthMax) {
    Codecs.checkRawLength(this, rawLength, rawLengthMax);
    if (length != rawLength) {
      throw Codecs.refusal(this, "raw length", rawLength, length);
    }
    if (offset == 0 && length == stored.length) {
      return stored;
    }
    return Arrays.copyOfRange(stored, offset, offset + length);
  }
}
