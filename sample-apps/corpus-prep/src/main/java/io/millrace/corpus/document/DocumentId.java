// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.document;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A document's id: the first 16 bytes of the SHA-256 of its normalised text, ordered as unsigned
 * bytes.
 *
 * @param high the first 8 bytes, big-endian
 * @param low the last 8 bytes
 */
public record DocumentId(long high, long low) implements Comparable<DocumentId> {
  /** Length of an id. */
  public static final int BYTES = 16;

  /**
   * Reads an id of {@link #BYTES} bytes.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public static DocumentId of(ByteString bytes) {
    if (bytes.size() != BYTES) {
      throw new IllegalArgumentException(
          "document id: " + bytes.size() + " bytes (expected: " + BYTES + ")");
    }
    ByteBuffer in = bytes.asReadOnlyByteBuffer();
    return new DocumentId(in.getLong(), in.getLong());
  }

  /** Whether a text is the id of some document: {@link #parse} reads it. */
  public static boolean isId(String text) {
    return text.length() == 2 * BYTES && text.chars().allMatch(HexFormat::isHexDigit);
  }

  /**
   * Reads what {@link #toString} gave.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static DocumentId parse(String hex) {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException(
          "document id: '" + hex + "' (expected: " + 2 * BYTES + " hexadecimal digits)");
    }
    return new DocumentId(
        HexFormat.fromHexDigitsToLong(hex, 0, BYTES),
        HexFormat.fromHexDigitsToLong(hex, BYTES, 2 * BYTES));
  }

  /** The id's bytes: the key of the document's own state. */
  public ByteString bytes() {
    return ByteString.copyFrom(ByteBuffer.allocate(BYTES).putLong(high).putLong(low).flip());
  }

  @Override
  public int compareTo(DocumentId other) {
    int order = Long.compareUnsigned(high, other.high);
    return order != 0 ? order : Long.compareUnsigned(low, other.low);
  }

  /** 32 hexadecimal digits. */
  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(high) + hex.toHexDigits(low);
  }
}
