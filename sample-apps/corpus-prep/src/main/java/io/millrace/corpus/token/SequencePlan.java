// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.Arrays;

/**
 * Which pieces of which documents make a sequence. The token that ends a document counts as its
 * last. To be used again. Not thread-safe.
 */
final class SequencePlan {
  private static final int INITIAL = 16;

  private int[] pieces = new int[3 * INITIAL];
  private int size;
  private int tokens;

  /** Appends a document's tokens from one place to another. */
  void add(int document, int from, int to) {
    if (3 * size == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * pieces.length);
    }
    pieces[3 * size] = document;
    pieces[3 * size + 1] = from;
    pieces[3 * size + 2] = to;
    size++;
    tokens += to - from;
  }

  void clear() {
    size = 0;
    tokens = 0;
  }

  /** How many pieces there are. */
  int size() {
    return size;
  }

  /** How many tokens they have together. */
  int tokens() {
    return tokens;
  }

  /** The catalogue's document that a piece is of. */
  int document(int piece) {
    return pieces[3 * piece];
  }

  /** Its first token, inclusive. */
  int from(int piece) {
    return pieces[3 * piece + 1];
  }

  /** Its last token, exclusive. */
  int to(int piece) {
    return pieces[3 * piece + 2];
  }

  /** Takes sequences one by one; a plan is valid for the call only. */
  interface Taker {
    void take(SequencePlan plan) throws java.io.IOException;
  }
}
