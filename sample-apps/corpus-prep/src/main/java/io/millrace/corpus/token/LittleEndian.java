// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes rows of token ids in two or four bytes each. Not thread-safe. */
final class LittleEndian {
  private static final int SHORT_VALUES = 1 << Short.SIZE;

  private final OutputStream out;
  private final int width;
  private ByteBuffer row = ByteBuffer.allocate(0);

  /**
   * @param width bytes of an id, 2 or 4
   */
  LittleEndian(OutputStream out, int width) {
    this.out = out;
    this.width = width;
  }

  /** The bytes that the ids of a vocabulary need, as unsigned numbers. */
  static int width(int vocabularySize) {
    return vocabularySize <= SHORT_VALUES ? Short.BYTES : Integer.BYTES;
  }

  /** Writes ids, then the padding until the row is so long. */
  void write(TokenBuffer tokens, int length, int padding) throws IOException {
    int bytes = Math.max(length, tokens.size()) * width;
    if (row.capacity() < bytes) {
      row = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
    row.clear();
    for (int i = 0; i < tokens.size(); i++) {
      put(tokens.ids()[i]);
    }
    for (int i = tokens.size(); i < length; i++) {
      put(padding);
    }
    out.write(row.array(), 0, row.position());
  }

  private void put(int id) {
    if (width == Short.BYTES) {
      row.putShort((short) id);
    } else {
      row.putInt(id);
    }
  }
}
