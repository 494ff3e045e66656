// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * A document's id: the first 16 bytes of its text's SHA-256, ordered as unsigned bytes.
 *
 * @param high the first 8 bytes
 * @param low the last 8 bytes
 */
public record DocId(long high, long low) implements Comparable<DocId> {
  /** Length of an id. */
  public static final int BYTES = 16;

  /**
   * Reads an id of {@link #BYTES} bytes.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public static DocId of(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "document id: " + bytes.size() + " bytes (expected: " + BYTES + ")");
    }
    ByteBuffer in = bytes.asReadOnlyByteBuffer();
    return new DocId(in.getLong(), in.getLong());
  }

  /**
   * Reads what {@link #toString} gave.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static DocId parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException(
          "document id: '" + hex + "' (expected: " + 2 * BYTES + " hexadecimal digits)");
    }
    return new DocId(
        Long.parseUnsignedLong(hex.substring(0, BYTES), 16),
        Long.parseUnsignedLong(hex.substring(BYTES), 16));
  }

  /** The id's bytes: the key of the document's own state. */
  public ByteString bytes() {
    return ByteString.copyFrom(ByteBuffer.allocate(BYTES).putLong(high).putLong(low).flip());
  }

  @Override
  public int compareTo(DocId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    return String.format("%016x%016x", high, low);
  }
}
