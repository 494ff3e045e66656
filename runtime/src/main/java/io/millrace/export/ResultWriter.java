// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.Result;
import java.io.Closeable;
import java.io.IOException;

/** Writes one file. Not thread-safe. */
public interface ResultWriter extends Closeable {
  /**
   * Adds a result: keys and values are bytes for typed formats, otherwise text where they are
   * UTF-8.
   *
   * @throws io.millrace.model.MillraceException CALLER if it does not fit the layout
   */
  void write(Result result) throws IOException;

  /** About how many bytes of the file are still held back. */
  long pendingBytes();

  /** Writes what is held back, and the file's end. */
  void finish() throws IOException;

  /** Gives up what it holds; a file that was not finished stays broken. */
  @Override
  void close() throws IOException;
}
