// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.github.luben.zstd.ZstdDictTrainer;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains zstd dictionaries: what samples have in common, the most useful last, behind entropy
 * tables made for them. The work takes up to seconds of one thread and, beside the samples, about
 * as much memory again. After Liao, Petri, Moffat and Wirth, "Effective Construction of Relative
 * Lempel-Ziv Dictionaries", WWW 2016, as zstd's fast cover does it. Thread-safe.
 */
public final class DictionaryTrainer {
  /** Fewer samples than this say nothing of what is to come. */
  public static final int SAMPLES_MIN = 8;

  /** Longer pieces are cut: many short samples tell more than few long ones. Unit: bytes. */
  static final int SAMPLE_BYTES_MAX = 2 << 10;

  /** Shorter pieces are not looked at by the algorithm. Unit: bytes. */
  private static final int SAMPLE_BYTES_MIN = 8;

  private final int dictionaryBytesMax;
  private final int level;

  /**
   * @param dictionaryBytesMax longest dictionary, 256 to {@link Dictionary#BYTES_MAX}
   * @param level of the zstd codec that will use it
   */
  public DictionaryTrainer(int dictionaryBytesMax, int level) {
    if (dictionaryBytesMax < 256 || dictionaryBytesMax > Dictionary.BYTES_MAX) {
      throw new IllegalArgumentException(
          "dictionaryBytesMax: "
              + dictionaryBytesMax
              + " (expected: 256 to "
              + Dictionary.BYTES_MAX
              + ")");
    }
    this.dictionaryBytesMax = dictionaryBytesMax;
    this.level = level;
  }

  /**
   * Trains a dictionary. Equal samples in equal order give an equal dictionary.
   *
   * @param pieces of what is to be compressed, each any length
   * @return empty if there are too few samples, or they have too little in common
   */
  public Optional<Dictionary> train(List<byte[]> pieces) {
    int count = 0;
    int bytes = 0;
    for (byte[] piece : pieces) {
      for (int from = 0; piece.length - from >= SAMPLE_BYTES_MIN; from += SAMPLE_BYTES_MAX) {
        count++;
        bytes = Math.addExact(bytes, Math.min(SAMPLE_BYTES_MAX, piece.length - from));
      }
    }
    if (count < SAMPLES_MIN || bytes <= dictionaryBytesMax) {
      return Optional.empty();
    }
    var trainer = new ZstdDictTrainer(bytes, dictionaryBytesMax, level);
    for (byte[] piece : pieces) {
      for (int from = 0; piece.length - from >= SAMPLE_BYTES_MIN; from += SAMPLE_BYTES_MAX) {
        int to = Math.min(piece.length, from + SAMPLE_BYTES_MAX);
        trainer.addSample(Arrays.copyOfRange(piece, from, to));
      }
    }
    try {
      byte[] trained = trainer.trainSamples();
      return Optional.of(Dictionary.of(ByteString.copyFrom(trained)));
    } catch (ZstdException tooLittleInCommon) {
      return Optional.empty();
    }
  }
}
