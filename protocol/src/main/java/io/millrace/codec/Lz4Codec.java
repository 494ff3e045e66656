// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import com.google.protobuf.ByteString;
import io.millrace.codec.internal.Pool;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * LZ4 blocks without a frame: quick, with little gain. Reads with the bounds-checking decompressor
 * only, as the other one trusts its input. Thread-safe.
 */
public final class Lz4Codec implements Codec {
  /** The stored id. */
  public static final int ID = 2;

  /** The only instance. */
  public static final Lz4Codec INSTANCE = new Lz4Codec();

  /** One stored byte cannot stand for more raw bytes than this, so a greater claim is a lie. */
  private static final long EXPANSION_MAX = 255;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final Pool<Scratch> scratches = new Pool<>(Scratch::new, scratch -> {});

  private Lz4Codec() {}

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "lz4";
  }

  @Override
  public ByteString compress(byte[] raw, int offset, int length) {
    var scratch = scratches.take();
    byte[] target = scratch.ofLength(compressor.maxCompressedLength(length));
    int stored = compressor.compress(raw, offset, length, target, 0, target.length);
    var result = ByteString.copyFrom(target, 0, stored);
    scratches.give(scratch);
    return result;
  }

  @Override
  public int compress(byte[] raw, int offset, int length, byte[] target, int targetOffset) {
    return compressor.compress(
        raw, offset, length, target, targetOffset, target.length - targetOffset);
  }

  @Override
  public int compressedLengthMax(int length) {
    return compressor.maxCompressedLength(length);
  }

  @Override
  public void checkClaim(byte[] stored, int offset, int length, int rawLength) {
    if (length < 1 || rawLength > EXPANSION_MAX * length) {
      throw Codecs.refusal(
          this, "declared raw length", "at most " + EXPANSION_MAX * length, rawLength);
    }
  }

  @Override
  public void decompress(
      byte[] stored, int offset, int length, byte[] target, int targetOffset, int rawLength) {
    int inflated;
    try {
      inflated = decompressor.decompress(stored, offset, length, target, targetOffset, rawLength);
    } catch (LZ4Exception e) {
      throw Codecs.refusal(this, "lz4 block", "well-formed, " + rawLength + " bytes", e);
    }
    if (inflated != rawLength) {
      throw Codecs.refusal(this, "raw length", rawLength, inflated);
    }
  }
}
