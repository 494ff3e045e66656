// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.Closeable;

/** A vocabulary and the way text is cut into it. Thread-safe; its encoders are not. */
public interface Tokenizer extends Closeable {
  /** What people call it. */
  String name();

  /** All ids, special ones too, lie from 0 below this. */
  int vocabularySize();

  /**
   * SHA-256, as hexadecimal digits, over all that decides which ids a text becomes. Equal hashes
   * mean equal ids.
   */
  String definitionHash();

  /** The id that ends a document; no text becomes it. */
  int endOfDocument();

  /** A new encoder, for one thread. */
  Encoder encoder();

  /**
   * The text of some ids. A tokenizer that normalises gives back what it made of the text; ids that
   * begin or end within a character give U+FFFD there.
   *
   * @param from first, inclusive
   * @param to last, exclusive
   */
  String decode(int[] ids, int from, int to);

  /** Gives back what it holds outside of the heap. */
  @Override
  void close();

  /** Encodes one text after another. Not thread-safe. */
  interface Encoder {
    /**
     * Appends the ids of a text. What looks like a special token in it is text like any other.
     *
     * @param text in Unicode without unpaired surrogates; those count as question marks
     */
    void encode(String text, TokenBuffer into);
  }
}
