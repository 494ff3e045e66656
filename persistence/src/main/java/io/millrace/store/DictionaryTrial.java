// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

/**
 * What a dictionary did for content that it was not trained on, measured before it was adopted: the
 * same pieces of blocks, at the same level, without and with it.
 *
 * @param pieces pieces that were measured, each what one block has of the column; 0 up
 * @param rawBytes their bytes before compression
 * @param plainBytes compressed without the dictionary
 * @param dictionaryBytes compressed with it
 * @param plainEncodeNanos time to compress them all without it, on one thread
 * @param dictionaryEncodeNanos the same with it
 * @param plainDecodeNanos time to read them all back without it
 * @param dictionaryDecodeNanos the same with it
 */
public record DictionaryTrial(
    int pieces,
    long rawBytes,
    long plainBytes,
    long dictionaryBytes,
    long plainEncodeNanos,
    long dictionaryEncodeNanos,
    long plainDecodeNanos,
    long dictionaryDecodeNanos) {
  public DictionaryTrial {
    if (pieces < 0 || rawBytes < 0 || plainBytes < 0 || dictionaryBytes < 0) {
      throw new IllegalArgumentException(
          "pieces, rawBytes, plainBytes, dictionaryBytes: "
              + pieces
              + ", "
              + rawBytes
              + ", "
              + plainBytes
              + ", "
              + dictionaryBytes
              + " (expected: each >= 0)");
    }
  }

  /**
   * Share of the bytes that the dictionary saves: 0.25 if a quarter is gone, below 0 if it costs.
   */
  public double gain() {
    return plainBytes == 0 ? 0 : 1 - (double) dictionaryBytes / plainBytes;
  }

  /** Stored bytes for each raw byte with the dictionary; 1 if there was nothing. */
  public double ratio() {
    return rawBytes == 0 ? 1 : (double) dictionaryBytes / rawBytes;
  }
}
