// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * A block's body as it is stored, with what its header says of it.
 *
 * @param bytes compressed content
 * @param codecId which codec compressed it; 0 if it is written by column
 * @param rawLength bytes before compression
 * @param crc32c over {@code bytes}
 * @param rawXxh64 XXH64 with seed 0 over the bytes before compression
 * @param counts what is in it
 * @param typedFields whether fields carry their types, since one of them is no text
 * @param columns what the body's columns are; none if it is written row by row
 */
public record EncodedBody(
    ByteString bytes,
    int codecId,
    int rawLength,
    int crc32c,
    long rawXxh64,
    BlockCounts counts,
    boolean typedFields,
    List<ColumnEntry> columns) {
  public EncodedBody {
    if (codecId < 0 || rawLength < 0) {
      throw new IllegalArgumentException(
          "codecId, rawLength: " + codecId + ", " + rawLength + " (expected: >= 0)");
    }
    columns = List.copyOf(columns);
  }

  /** A body that is written row by row. */
  public EncodedBody(
      ByteString bytes,
      int codecId,
      int rawLength,
      int crc32c,
      long rawXxh64,
      BlockCounts counts,
      boolean typedFields) {
    this(bytes, codecId, rawLength, crc32c, rawXxh64, counts, typedFields, List.of());
  }

  /** Bytes of all that the columns hold, however laid out; of the rows, if it has those. */
  public int plainLength() {
    return columns.isEmpty() ? rawLength : ColumnEntry.plainLength(columns);
  }
}
