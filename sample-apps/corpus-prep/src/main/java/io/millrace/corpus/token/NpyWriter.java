// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A NumPy array of the shape (sequences, length), {@code uint16} if the vocabulary fits, else
 * {@code uint32}. Format version 1.0 of NumPy Enhancement Proposal 1. Beside it {@link IndexLines}.
 */
final class NpyWriter implements SequenceWriter {
  static final String FILE = "tokens.npy";

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private final HashedFile file;
  private final LittleEndian rows;
  private final IndexLines index;
  private final int length;
  private final int padding;

  /**
   * @param sequences how many will come
   * @param padding id that fills up sequences
   */
  NpyWriter(HashedFile file, IndexLines index, long sequences, int length, int width, int padding)
      throws IOException {
    this.file = file;
    this.index = index;
    this.length = length;
    this.padding = padding;
    this.rows = new LittleEndian(file, width);
    file.write(header(sequences, length, width));
  }

  private static byte[] header(long sequences, int length, int width) {
    String dictionary =
        String.format(
            Locale.ROOT,
            "{'descr': '<u%d', 'fortran_order': False, 'shape': (%d, %d), }",
            width,
            sequences,
            length);
    int front = MAGIC.length + Short.BYTES;
    int unpadded = front + dictionary.length() + 1;
    int total = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    String text = dictionary + " ".repeat(total - unpadded) + "\n";
    var header = new byte[total];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[MAGIC.length] = (byte) text.length();
    header[MAGIC.length + 1] = (byte) (text.length() >> Byte.SIZE);
    System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, front, text.length());
    return header;
  }

  @Override
  public void write(SequencePlan plan, TokenBuffer tokens) throws IOException {
    rows.write(tokens, length, padding);
    index.write(plan, tokens);
  }

  @Override
  public void finish() throws IOException {
    file.flush();
    index.finish();
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
