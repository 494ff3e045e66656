// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;

/** Zstandard alone over a batch's bytes: one context and one buffer, used again and again. */
final class PlainZstd extends PlainCodec implements AutoCloseable {
  private final ZstdCompressCtx compressor;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();

  PlainZstd(int level) {
    this.compressor = new ZstdCompressCtx().setLevel(level);
  }

  @Override
  public long encode(Batch batch) {
    byte[] plain = batch.plain();
    byte[] target = room((int) Zstd.compressBound(plain.length));
    return compressor.compressByteArray(target, 0, target.length, plain, 0, plain.length);
  }

  @Override
  public long decode(Batch batch, byte[] stored) {
    byte[] target = room(batch.plain().length);
    return decompressor.decompressByteArray(target, 0, target.length, stored, 0, stored.length);
  }

  @Override
  public void close() {
    compressor.close();
    decompressor.close();
  }
}
