// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.nio.charset.StandardCharsets;

/**
 * Byte pair encoding of texts: cuts them into pieces, looks each up as a whole, and merges those
 * that are no token. Not thread-safe.
 */
final class BpeEncoder implements Tokenizer.Encoder {
  private final Vocabulary vocabulary;
  private final Splitter splitter;
  private final PieceMerger merger;
  private final PieceCache merged;

  /**
   * @param merged is shared by all encoders of the vocabulary
   */
  BpeEncoder(Vocabulary vocabulary, Splitter splitter, PieceCache merged) {
    this.vocabulary = vocabulary;
    this.splitter = splitter;
    this.merger = new PieceMerger(vocabulary);
    this.merged = merged;
  }

  @Override
  public void encode(String text, TokenBuffer into) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int at = 0;
    while (at < utf8.length) {
      int end = splitter.next(utf8, at, utf8.length);
      int id = vocabulary.find(utf8, at, end);
      if (id != Vocabulary.NONE) {
        into.add(id);
      } else {
        merged.merge(merger, utf8, at, end, into);
      }
      at = end;
    }
  }
}
