// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;

/**
 * A block's body as it is stored, with what its header says of it.
 *
 * @param bytes compressed content
 * @param codecId which codec compressed it
 * @param rawLength bytes before compression
 * @param crc32c over {@code bytes}
 * @param rawXxh64 XXH64 with seed 0 over the bytes before compression
 * @param resultCount results in it
 * @param changeCount state changes in it
 * @param quarantineCount quarantine changes in it
 * @param typedFields whether fields carry their types, since one of them is no text
 */
public record EncodedBody(
    ByteString bytes,
    int codecId,
    int rawLength,
    int crc32c,
    long rawXxh64,
    int resultCount,
    int changeCount,
    int quarantineCount,
    boolean typedFields) {
  public EncodedBody {
    if (codecId < 0 || rawLength < 0 || resultCount < 0 || changeCount < 0 || quarantineCount < 0) {
      throw new IllegalArgumentException(
          "codecId, rawLength, resultCount, changeCount, quarantineCount: "
              + codecId
              + ", "
              + rawLength
              + ", "
              + resultCount
              + ", "
              + changeCount
              + ", "
              + quarantineCount
              + " (expected: >= 0)");
    }
  }
}
