// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** LZ4 alone over a batch's bytes: one buffer, used again and again. */
final class PlainLz4 extends PlainCodec {
  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();

  @Override
  public long encode(Batch batch) {
    byte[] plain = batch.plain();
    byte[] target = room(compressor.maxCompressedLength(plain.length));
    return compressor.compress(plain, 0, plain.length, target, 0, target.length);
  }

  @Override
  public long decode(Batch batch, byte[] stored) {
    byte[] target = room(batch.plain().length);
    return decompressor.decompress(stored, 0, stored.length, target, 0, target.length);
  }
}
