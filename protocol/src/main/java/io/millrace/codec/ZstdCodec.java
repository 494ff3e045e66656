// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.google.protobuf.ByteString;
import io.millrace.codec.internal.Pool;

/**
 * One Zstandard frame that states its raw length. Any level reads what any other wrote. Native
 * contexts are kept and reused, one per thread at work. Thread-safe.
 */
public final class ZstdCodec implements Codec {
  /** The stored id. */
  public static final int ID = 1;

  /** The level used where none is set: small enough blocks at several times the disk's speed. */
  public static final int LEVEL_DEFAULT = 3;

  /** The highest level; those above take more memory to read, too. */
  public static final int LEVEL_MAX = 19;

  private static final Pool<ZstdDecompressCtx> DECOMPRESSORS =
      new Pool<>(ZstdDecompressCtx::new, ZstdDecompressCtx::close);

  private final Pool<Compressor> compressors;

  private ZstdCodec(int level) {
    compressors = new Pool<>(() -> new Compressor(level), Compressor::close);
  }

  /**
   * A codec that writes at a level; keep it, as it owns its native contexts.
   *
   * @param level 1 (quick) to {@link #LEVEL_MAX} (small)
   */
  public static ZstdCodec ofLevel(int level) {
    if (level < 1 || level > LEVEL_MAX) {
      throw new IllegalArgumentException(
          "zstd level: " + level + " (expected: 1 to " + LEVEL_MAX + ")");
    }
    return new ZstdCodec(level);
  }

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public ByteString compress(byte[] raw, int offset, int length) {
    var compressor = compressors.take();
    try {
      var result = compressor.compress(raw, offset, length);
      compressors.give(compressor);
      return result;
    } catch (ZstdException e) {
      compressor.close();
      throw new IllegalStateException("zstd refused to compress " + length + " bytes", e);
    }
  }

  @Override
  public int compress(byte[] raw, int offset, int length, byte[] target, int targetOffset) {
    var compressor = compressors.take();
    try {
      int stored = compressor.compress(raw, offset, length, target, targetOffset);
      compressors.give(compressor);
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
    checkFrame(this, stored, offset, length, rawLength);
  }

  @Override
  public void decompress(
      byte[] stored, int offset, int length, byte[] target, int targetOffset, int rawLength) {
    var decompressor = DECOMPRESSORS.take();
    int inflated;
    try {
      inflated =
          decompressor.decompressByteArray(
              target, targetOffset, rawLength, stored, offset, length);
    } catch (ZstdException e) {
      decompressor.close();
      throw Codecs.refusal(this, "zstd frame", "well-formed, " + rawLength + " bytes", e);
    }
    DECOMPRESSORS.give(decompressor);
    if (inflated != rawLength) {
      throw Codecs.refusal(this, "raw length", rawLength, inflated);
    }
  }

  /** One frame and nothing else, which states the declared length; needs no memory to find out. */
  static void checkFrame(Codec codec, byte[] stored, int offset, int length, int rawLength) {
    if (length < 1) {
      throw Codecs.refusal(codec, "frame length", "at least 1", length);
    }
    long frameLength;
    long stated;
    try {
      frameLength = Zstd.findFrameCompressedSize(stored, offset, length);
      stated = Zstd.getFrameContentSize(stored, offset, length);
    } catch (ZstdException e) {
      throw Codecs.refusal(codec, "zstd frame", "well-formed", e);
    }
    if (frameLength != length) {
      throw Codecs.refusal(codec, "frame length", length, frameLength);
    }
    if (stated != rawLength) {
      throw Codecs.refusal(codec, "raw length stated by the frame", rawLength, stated);
    }
  }

  /** A native context with its room. */
  private static final class Compressor {
    private final ZstdCompressCtx context;
    private final Scratch scratch = new Scratch();

    Compressor(int level) {
      context = new ZstdCompressCtx().setLevel(level).setContentSize(true);
    }

    ByteString compress(byte[] raw, int offset, int length) {
      byte[] target = scratch.ofLength(Math.toIntExact(Zstd.compressBound(length)));
      int stored = context.compressByteArray(target, 0, target.length, raw, offset, length);
      return ByteString.copyFrom(target, 0, stored);
    }

    int compress(byte[] raw, int offset, int length, byte[] target, int targetOffset) {
      return context.compressByteArray(
          target, targetOffset, target.length - targetOffset, raw, offset, length);
    }

    void close() {
      context.close();
    }
  }
}
