// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.serde.UnreadableStateException;
import java.util.HexFormat;
import java.util.function.Supplier;

/** Reads states of the job's stages. */
final class States {
  private States() {}

  /**
   * What the decoder gives.
   *
   * @param key whose state it is
   * @param decoder throws IllegalArgumentException if the bytes are something else
   * @throws UnreadableStateException in that case: the partition stops, and nothing is lost
   */
  static <T> T decode(String stage, ByteString key, Supplier<T> decoder) {
    try {
      return decoder.get();
    } catch (IllegalArgumentException e) {
      throw new UnreadableStateException(
          "state cannot be decoded: stage="
              + stage
              + ", key="
              + HexFormat.of().formatHex(key.toByteArray())
              + ", cause="
              + e.getMessage(),
          e);
    }
  }
}
