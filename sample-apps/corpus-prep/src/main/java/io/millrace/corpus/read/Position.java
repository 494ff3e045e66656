// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A place in the input behind which reading can go on: no file before it is opened, no entry of an
 * archive before it is decompressed, and inside a file the reading starts as near as the format
 * allows. Holds for one listing of the input; made by the reader only.
 *
 * @param source the input or archive that the file belongs to
 * @param path where the file lies in it; empty if the source is an archive
 * @param entry of an archive: entries before the one at hand, otherwise 0
 * @param record records of the file or entry that lie before: lines, rows, WARC records. Good and
 *     bad ones count
 * @param offset where a reader finds the record after, or the last one before: bytes after
 *     decompression, of a gzipped WARC file before; of a Parquet file the row group
 */
public record Position(String source, String path, int entry, long record, long offset) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Position {
    if (entry < 0 || record < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "position: " + entry + ", " + record + ", " + offset + " (expected: none below 0)");
    }
  }

  /** Where the file begins. */
  static Position startOf(InputFile file) {
    return new Position(file.source(), file.path(), 0, 0, 0);
  }

  boolean isIn(InputFile file) {
    return source.equals(file.source()) && path.equals(file.path());
  }

  /** The start of an entry of the same archive. */
  Position atEntry(int index) {
    return new Position(source, path, index, 0, 0);
  }

  /** Another place in the same file or entry. */
  Position at(long newRecord, long newOffset) {
    return new Position(source, path, entry, newRecord, newOffset);
  }

  /** As {@link #parse} reads it. */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("position cannot be written", e);
    }
  }

  /**
   * Reads a position back.
   *
   * @throws IllegalArgumentException if that is none
   */
  public static Position parse(String json) {
    try {
      Position position = JSON.readValue(json, Position.class);
      if (position == null || position.source == null || position.path == null) {
        throw new IllegalArgumentException("position: " + json + " (expected: source and path)");
      }
      return position;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("position: " + json + " (expected: JSON of one)", e);
    }
  }
}
