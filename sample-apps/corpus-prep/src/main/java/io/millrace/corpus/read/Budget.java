// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much one file may expand to, counted over all that is decompressed of it, so that a small
 * file cannot keep a reader busy for days: bombs of nested compression, of many entries, and of
 * entries that share their bytes.
 */
final class Budget {
  private final long max;
  private long left;

  /**
   * A budget for a file.
   *
   * @param storedBytes the file's size on disk
   */
  Budget(long storedBytes, ReadSettings settings) {
    this.max =
        settings.expansionFreeBytes()
            + Math.min(
                    (Long.MAX_VALUE - settings.expansionFreeBytes()) / settings.expansionMax(),
                    storedBytes)
                * settings.expansionMax();
    this.left = max;
  }

  /** Whether no more of the file is to be read. */
  boolean isSpent() {
    return left < 0;
  }

  /** Counts bytes; fails where they are too many. */
  void take(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      left = -1;
      throw new IOException("expands to more than " + max + " bytes, too many for its size");
    }
  }

  /** The same bytes, counted. */
  InputStream counted(InputStream in) {
    return new Counted(in);
  }

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        take(1);
      }
      return b;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      int count = super.read(to, from, length);
      if (count > 0) {
        take(count);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(count);
      take(skipped);
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
