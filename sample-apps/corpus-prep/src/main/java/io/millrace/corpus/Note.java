// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;

/**
 * Something that the {@link Feedback} wants to find again: a record that goes through the stage
 * {@code documents} to the stage {@code notes}, where its content is the newest main result of its
 * key.
 *
 * @param content up to the writer
 */
record Note(ByteString content) {
  /** First byte of such a record's value; no text's, no message's and no fence's. */
  private static final int FIRST_BYTE = 0xFF;

  static boolean isNote(ByteString value) {
    return !value.isEmpty() && (value.byteAt(0) & 0xff) == FIRST_BYTE;
  }

  ByteString encode() {
    return ByteString.copyFrom(new byte[] {(byte) FIRST_BYTE}).concat(content);
  }

  static Note decode(ByteString value) {
    return new Note(value.substring(1));
  }
}
