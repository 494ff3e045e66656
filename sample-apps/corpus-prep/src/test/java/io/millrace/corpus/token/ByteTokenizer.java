// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.nio.charset.StandardCharsets;

/** A tokenizer whose tokens are bytes, so that a test knows them; counts what it encodes. */
final class ByteTokenizer implements Tokenizer {
  static final int END = 256;

  private final int vocabularySize;
  private int encoded;

  ByteTokenizer() {
    this(END + 1);
  }

  ByteTokenizer(int vocabularySize) {
    this.vocabularySize = vocabularySize;
  }

  /** How many texts were encoded. */
  int encoded() {
    return encoded;
  }

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public int vocabularySize() {
    return vocabularySize;
  }

  @Override
  public String definitionHash() {
    return Hashes.sha256Hex(digest -> digest.update((byte) 1));
  }

  @Override
  public int endOfDocument() {
    return END;
  }

  @Override
  public Encoder encoder() {
    return (text, into) -> {
      encoded++;
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        into.add(b & 0xFF);
      }
    };
  }

  @Override
  public String decode(int[] ids, int from, int to) {
    var bytes = new byte[to - from];
    for (int i = from; i < to; i++) {
      bytes[i - from] = (byte) ids[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {}
}
