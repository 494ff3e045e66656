// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.near.FirstBytes;

/**
 * Something that the {@link Feedback} wants to find again: a record that goes through the stage
 * {@code documents} to the stage {@code notes}, where its content is the newest main result of its
 * key.
 *
 * @param content up to the writer
 */
record Note(ByteString content) {
  static boolean isNote(ByteString value) {
    return FirstBytes.begins(value, FirstBytes.NOTE);
  }

  ByteString encode() {
    return ByteString.copyFrom(new byte[] {(byte) FirstBytes.NOTE}).concat(content);
  }

  static Note decode(ByteString value) {
    return new Note(value.substring(1));
  }
}
