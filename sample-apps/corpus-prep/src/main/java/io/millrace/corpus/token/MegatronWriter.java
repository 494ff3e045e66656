// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Megatron-LM's indexed data set, version 1: the tokens in {@code .bin}; in {@code .idx} the magic
 * {@code MMIDIDX}, the type of the tokens, and per sequence its length and place. Each sequence is
 * a document of the data set, and is not padded. Ids that fit are {@code uint16}, others {@code
 * int32}, as Megatron-LM does. Beside it {@link IndexLines}. Holds four bytes a sequence.
 */
final class MegatronWriter implements SequenceWriter {
  static final String TOKENS = "tokens.bin";
  static final String INDEX = "tokens.idx";

  private static final byte[] MAGIC = "MMIDIDX\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final long VERSION = 1;
  private static final byte TYPE_INT32 = 4;
  private static final byte TYPE_UINT16 = 8;
  private static final int CHUNK_BYTES = 1 << 16;

  /** Megatron-LM takes uint16 for vocabularies below this. */
  private static final int UINT16_VOCABULARY = 65_500;

  private final HashedFile bin;
  private final HashedFile idx;
  private final IndexLines index;
  private final int width;
  private final LittleEndian rows;
  private final TokenBuffer lengths = new TokenBuffer();

  MegatronWriter(HashedFile bin, HashedFile idx, IndexLines index, int vocabularySize) {
    this.bin = bin;
    this.idx = idx;
    this.index = index;
    this.width = vocabularySize < UINT16_VOCABULARY ? Short.BYTES : Integer.BYTES;
    this.rows = new LittleEndian(bin, width);
  }

  @Override
  public void write(SequencePlan plan, TokenBuffer tokens) throws IOException {
    rows.write(tokens, tokens.size(), 0);
    lengths.add(tokens.size());
    index.write(plan, tokens);
  }

  @Override
  public void finish() throws IOException {
    bin.flush();
    var out = new Numbers(idx);
    int count = lengths.size();
    idx.write(MAGIC);
    out.addLong(VERSION);
    out.flush();
    idx.write(width == Short.BYTES ? TYPE_UINT16 : TYPE_INT32);
    out.addLong(count);
    out.addLong(count + 1L);
    for (int i = 0; i < count; i++) {
      out.addInt(lengths.ids()[i]);
    }
    long place = 0;
    for (int i = 0; i < count; i++) {
      out.addLong(place);
      place += (long) lengths.ids()[i] * width;
    }
    for (int i = 0; i <= count; i++) {
      out.addLong(i);
    }
    out.flush();
    index.finish();
  }

  /** Little-endian numbers in chunks. */
  private static final class Numbers {
    private final OutputStream out;
    private final ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    Numbers(OutputStream out) {
      this.out = out;
    }

    void addInt(int value) throws IOException {
      reserve();
      chunk.putInt(value);
    }

    void addLong(long value) throws IOException {
      reserve();
      chunk.putLong(value);
    }

    private void reserve() throws IOException {
      if (chunk.remaining() < Long.BYTES) {
        flush();
      }
    }

    void flush() throws IOException {
      out.write(chunk.array(), 0, chunk.position());
      chunk.clear();
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
