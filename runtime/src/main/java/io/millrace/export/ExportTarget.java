// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where results go, in order. Not thread-safe. */
interface ExportTarget extends Closeable {
  /** The last result that is safely in it, to go on behind it; null for none. */
  @Nullable Position resumeBehind();

  /** Takes a result. */
  void write(Result result) throws IOException;

  /** The results that follow are another partition's. */
  void endPartition() throws IOException;

  /** All results are there: makes the export whole. */
  Manifest finish() throws IOException;

  /** Gives up what is not whole. */
  @Override
  void close() throws IOException;
}
