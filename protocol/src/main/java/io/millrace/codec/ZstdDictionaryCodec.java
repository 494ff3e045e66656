// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import io.millrace.codec.internal.Pool;
import org.jspecify.annotations.Nullable;

/**
 * One Zstandard frame that states its raw length and refers to a dictionary. The frame does not
 * name the dictionary: whoever stores it stores {@link #dictionaryId} beside it. Owns native
 * memory, about the dictionary's size for reading and a few times that for writing, each from its
 * first use on; it is released when the codec is garbage. Thread-safe.
 */
public final class ZstdDictionaryCodec implements Codec {
  /** The stored id. */
  public static final int ID = 3;

  /** Shared, as a context of its own would outlive a codec that is dropped. */
  private static final Pool<ZstdCompressCtx> COMPRESSORS =
      new Pool<>(
          () -> new ZstdCompressCtx().setContentSize(true).setDictID(false),
          ZstdCompressCtx::close);

  private static final Pool<ZstdDecompressCtx> DECOMPRESSORS =
      new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

  private final Dictionary dictionary;
  private final int level;
  private final Pool<Scratch> scratches = new Pool<>(Scratch::new, scratch -> {});
  private @Nullable ZstdDictCompress forWriting;
  private @Nullable ZstdDictDecompress forReading;

  private ZstdDictionaryCodec(Dictionary dictionary, int level) {
    this.dictionary = dictionary;
    this.level = level;
  }

  /**
   * A codec that writes at a level; keep it, as it owns what it prepared of the dictionary.
   *
   * @param level 1 (quick) to {@link ZstdCodec#LEVEL_MAX} (small)
   */
  public static ZstdDictionaryCodec of(Dictionary dictionary, int level) {
    if (level < 1 || level > ZstdCodec.LEVEL_MAX) {
      throw new IllegalArgumentException(
          "zstd level: " + level + " (expected: 1 to " + ZstdCodec.LEVEL_MAX + ")");
    }
    return new ZstdDictionaryCodec(dictionary, level);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "zstd-dictionary";
  }

  /** What it writes with. */
  public Dictionary dictionary() {
    return dictionary;
  }

  @Override
  public int dictionaryId() {
    return dictionary.id();
  }

  @Override
  public ByteString compress(byte[] raw, int offset, int length) {
    var scratch = scratches.take();
    byte[] target = scratch.ofLength(compressedLengthMax(length));
    int stored = compress(raw, offset, length, target, 0);
    var result = ByteString.copyFrom(target, 0, stored);
    scratches.give(scratch);
    return result;
  }

  @Override
  public int compress(byte[] raw, int offset, int length, byte[] target, int targetOffset) {
    ZstdDictCompress prepared = forWriting();
    var compressor = COMPRESSORS.take();
    try {
      compressor.loadDict(prepared);
      int room = target.length - targetOffset;
      int stored = compressor.compressByteArray(target, targetOffset, room, raw, offset, length);
      COMPRESSORS.give(compressor);
      return stored;
    } catch (ZstdException e) {
      compressor.close();
      throw new IllegalStateException("zstd refused to compress " + length + " bytes", e);
    }
  }

  @Override
  public int compressedLengthMax(int length) {
    return Math.toIntExact(Zstd.compressBound(length));
  }

  @Override
  public void checkClaim(byte[] stored, int offset, int length, int rawLength) {
    ZstdCodec.checkFrame(this, stored, offset, length, rawLength);
  }

  @Override
  public void decompress(
      byte[] stored, int offset, int length, byte[] target, int targetOffset, int rawLength) {
    ZstdDictDecompress prepared = forReading();
    var decompressor = DECOMPRESSORS.take();
    int inflated;
    try {
      decompressor.loadDict(prepared);
      inflated =
          decompressor.decompressByteArray(target, targetOffset, rawLength, stored, offset, length);
    } catch (ZstdException e) {
      decompressor.close();
      throw Codecs.refusal(
          this, "zstd frame", rawLength + " bytes by dictionary " + dictionary.id(), e);
    }
    DECOMPRESSORS.give(decompressor);
    if (inflated != rawLength) {
      throw Codecs.refusal(this, "raw length", rawLength, inflated);
    }
  }

  private synchronized ZstdDictCompress forWriting() {
    ZstdDictCompress prepared = forWriting;
    if (prepared == null) {
      prepared = new ZstdDictCompress(dictionary.bytes().toByteArray(), level);
      forWriting = prepared;
    }
    return prepared;
  }

  private synchronized ZstdDictDecompress forReading() {
    ZstdDictDecompress prepared = forReading;
    if (prepared == null) {
      prepared = new ZstdDictDecompress(dictionary.bytes().toByteArray());
      forReading = prepared;
    }
    return prepared;
  }
}
