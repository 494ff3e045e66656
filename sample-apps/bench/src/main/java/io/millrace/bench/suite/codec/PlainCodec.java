// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import java.util.Arrays;

/** A compressor alone over a batch's bytes: one buffer, used again and again. */
abstract class PlainCodec implements BatchCodec<byte[]> {
  private byte[] room = new byte[0];

  @Override
  public byte[] stored(Batch batch) {
    int length = (int) encode(batch);
    return Arrays.copyOf(room, length);
  }

  @Override
  public long bytes(byte[] stored) {
    return stored.length;
  }

  /** The buffer, with room for so many bytes; what was in it may be gone. */
  final byte[] room(int length) {
    if (room.length < length) {
      room = new byte[length];
    }
    return room;
  }
}
