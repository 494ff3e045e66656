// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of plain bytes for a format that is not read from its beginning to its end: the file
 * itself, or a copy in the folder for temporary files, which is deleted at the end.
 */
final class Spool implements Closeable {
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path file;
  private final boolean isCopy;

  private Spool(Path file, boolean isCopy) {
    this.file = file;
    this.isCopy = isCopy;
  }

  static Spool of(Piece piece) throws IOException {
    if (piece.isPlainFile()) {
      return new Spool(piece.onDisk().orElseThrow(), false);
    }
    var spool = new Spool(Files.createTempFile("millrace-corpus-", ".tmp"), true);
    try (InputStream in = piece.open();
        OutputStream out = Files.newOutputStream(spool.file)) {
      copy(in, out, piece.settings().spoolBytesMax());
    } catch (IOException | RuntimeException e) {
      spool.close();
      throw e;
    }
    return spool;
  }

  private static void copy(InputStream in, OutputStream out, long max) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long written = 0;
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      written += count;
      if (written > max) {
        throw new IOException("more than " + max + " bytes to be laid out on disk");
      }
      out.write(buffer, 0, count);
    }
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (isCopy) {
      Files.deleteIfExists(file);
    }
  }
}
