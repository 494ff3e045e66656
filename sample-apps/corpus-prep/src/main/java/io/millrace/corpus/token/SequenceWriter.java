// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.Closeable;
import java.io.IOException;

/** Writes sequences to files of one format. Not thread-safe. */
interface SequenceWriter extends Closeable {
  /**
   * Writes the next sequence.
   *
   * @param plan what it is made of
   * @param tokens its tokens, without padding
   */
  void write(SequencePlan plan, TokenBuffer tokens) throws IOException;

  /** All sequences are there: makes the files whole. */
  void finish() throws IOException;

  /** Lets go of what it holds; files that are not finished are none. */
  @Override
  void close() throws IOException;
}
