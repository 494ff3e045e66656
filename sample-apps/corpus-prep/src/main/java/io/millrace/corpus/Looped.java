// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.near.Sent;

/**
 * A result that comes back into the job as a record: graphs have no cycles, so what goes back to
 * documents is put out in the side output {@link #TAG}, and the {@link Feedback} submits it.
 *
 * @param key of the record; empty if this is the echo of a {@link Fence} and goes nowhere
 * @param value of the record, or the echo
 */
record Looped(ByteString key, ByteString value) {
  /** Side output of both stages that holds them. */
  static final String TAG = "loop";

  static Looped of(Sent sent) {
    return new Looped(sent.key(), sent.message().encode());
  }

  /** Tells that everything before the fence has been done where this comes from. */
  static Looped echo(Fence fence) {
    return new Looped(ByteString.EMPTY, fence.round());
  }

  boolean isEcho() {
    return key.isEmpty();
  }

  /** The result's value: length of the key in a byte, key, value. */
  ByteString encode() {
    return ByteString.copyFrom(new byte[] {(byte) key.size()}).concat(key).concat(value);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  static Looped decode(ByteString bytes) {
    int size = bytes.isEmpty() ? 0 : bytes.byteAt(0);
    if (size < 0 || bytes.size() < 1 + size) {
      throw new IllegalArgumentException(
          "loop result: " + bytes.size() + " bytes (expected: a key and a value)");
    }
    return new Looped(bytes.substring(1, 1 + size), bytes.substring(1 + size));
  }
}
