// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;

/** Reads a piece of input by its kind. */
final class Formats {
  private Formats() {}

  /** Reads what is no archive; a failure is told as a problem of the piece. */
  static void read(FileKind kind, Piece piece) {
    try {
      switch (kind) {
        case TEXT -> PlainText.read(piece, false);
        case HTML -> PlainText.read(piece, true);
        case JSON_LINES -> JsonLines.read(piece);
        case CSV -> CsvRows.read(piece);
        case PARQUET -> ParquetRows.read(piece);
        case WARC -> WarcRecords.read(piece);
        case ARCHIVE, OTHER ->
            throw new IllegalArgumentException("kind: " + kind + " (expected: documents)");
      }
    } catch (IOException e) {
      piece.problem(piece.path(), Problem.Kind.UNREADABLE, e.toString());
    }
  }
}
