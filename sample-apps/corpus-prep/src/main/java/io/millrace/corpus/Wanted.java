// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * What a document puts out to come back when it stays after all: it does not have its text, and the
 * one who brings messages back looks it up and submits it instead of this. The text is that of its
 * first main result, which never changes, so whoever submits it submits the same.
 *
 * @param turn at which the document was told
 */
record Wanted(long turn) {
  /** First byte; no text's and nothing else's that comes back. */
  private static final int FIRST_BYTE = 0xF7;

  static boolean isWanted(ByteString value) {
    return !value.isEmpty() && (value.byteAt(0) & 0xff) == FIRST_BYTE;
  }

  ByteString encode() {
    return ByteString.copyFrom(
        ByteBuffer.allocate(1 + Long.BYTES).put((byte) FIRST_BYTE).putLong(turn).flip());
  }

  static Wanted decode(ByteString value) {
    return new Wanted(value.substring(1).asReadOnlyByteBuffer().getLong());
  }
}
