// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.near.FirstBytes;
import java.nio.ByteBuffer;

/**
 * What a document puts out to come back when it stays after all: it does not have its text, and the
 * one who brings messages back looks it up and submits it instead of this. The text is that of its
 * first main result, which never changes, so whoever submits it submits the same.
 *
 * @param turn at which the document was told
 */
record Wanted(long turn) {
  static boolean isWanted(ByteString value) {
    return FirstBytes.begins(value, FirstBytes.WANTED);
  }

  ByteString encode() {
    return ByteString.copyFrom(
        ByteBuffer.allocate(1 + Long.BYTES).put((byte) FirstBytes.WANTED).putLong(turn).flip());
  }

  static Wanted decode(ByteString value) {
    return new Wanted(value.substring(1).asReadOnlyByteBuffer().getLong());
  }
}
