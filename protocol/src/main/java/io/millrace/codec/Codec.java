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

  /** The dictionary that compressed bytes refer to, or {@link Dictionary#NONE}. */
  default int dictionaryId() {
    return Dictionary.NONE;
  }

  /**
   * Compresses a range of an array.
   *
   * @param raw holds the range; not kept
   * @param offset first byte of the range
   * @param length bytes in the range, 0 up
   */
  ByteString compress(byte[] raw, int offset, int length);

  /**
   * Compresses a range of an array into another one.
   *
   * @param raw holds the range; not kept
   * @param offset first byte of the range
   * @param length bytes in the range, 0 up
   * @param target has room for {@link #compressedLengthMax} bytes from {@code targetOffset} on
   * @return how many bytes were written
   */
  int compress(byte[] raw, int offset, int length, byte[] target, int targetOffset);

  /** The room that compressing so many bytes takes at most. */
  int compressedLengthMax(int length);

  /**
   * Refuses a declared raw length that cannot be true, without giving out memory.
   *
   * @param stored holds the compressed range
   * @param offset first byte of the range
   * @param length bytes in the range
   * @param rawLength what is declared, 0 up
   * @throws MillraceException CORRUPT if the range cannot be so many bytes, compressed
   */
  void checkClaim(byte[] stored, int offset, int length, int rawLength);

  /**
   * Undoes {@link #compress} into an array that is there already; {@link #checkClaim} is the
   * caller's.
   *
   * @param stored holds the compressed range
   * @param offset first byte of the range
   * @param length bytes in the range
   * @param target has room for {@code rawLength} bytes from {@code targetOffset} on
   * @param rawLength exactly so many bytes must come out
   * @throws MillraceException CORRUPT if the bytes are not what this codec wrote
   */
  void decompress(
      byte[] stored, int offset, int length, byte[] target, int targetOffset, int rawLength);

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
  default byte[] decompress(
      byte[] stored, int offset, int length, int rawLength, int rawLengthMax) {
    Codecs.checkRawLength(this, rawLength, rawLengthMax);
    checkClaim(stored, offset, length, rawLength);
    byte[] raw = new byte[rawLength];
    decompress(stored, offset, length, raw, 0, rawLength);
    return raw;
  }
}
