// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;

/**
 * Bytes to fewer bytes and back. Compressed bytes do not carry their raw length: whoever stores
 * them stores it beside them. Thread-safe.
 */
public interface Codec {
  /** Names the codec in stored bytes, for ever. Range: 0 to 127. */
  int id();

  /** Names the codec in settings. */
  String name();

  /**
   * Compresses a range of an array.
   *
   * @param raw holds the range; not kept
   * @param offset first byte of the range
   * @param length bytes in the range, 0 up
   */
  ByteString compress(byte[] raw, int offset, int length);

  /**
   * Undoes {@link #compress}. The declared length is checked before anything is allocated.
   *
   * @param stored holds the compressed range; the result may be this very array
   * @param offset first byte of the range
   * @param length bytes in the range
   * @param rawLength what is declared: exactly so many bytes must come out
   * @param rawLengthMax refuse a greater declared length
   * @return an array of exactly {@code rawLength} bytes
   * @throws MillraceException CORRUPT if the declared length is out of range or cannot be true, or
   *     the bytes are not what this codec wrote
   */
  byte[] decompress(byte[] stored, int offset, int length, int rawLength, int rawLengthMax);
}
