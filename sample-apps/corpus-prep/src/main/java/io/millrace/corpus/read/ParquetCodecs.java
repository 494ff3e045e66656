// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Decompresses pages; Parquet's own way needs Hadoop. */
final class ParquetCodecs {
  private ParquetCodecs() {}

  /**
   * Decompresses a page.
   *
   * @param size what it must be then; allocated before, so the caller bounds it
   * @throws IOException if it is not, or the codec is none that is known
   */
  static byte[] decompress(CompressionCodecName codec, byte[] stored, int size) throws IOException {
    byte[] plain =
        switch (codec) {
          case UNCOMPRESSED -> stored;
          case ZSTD -> zstd(stored, size);
          case SNAPPY -> snappy(stored, size);
          case GZIP -> gzip(stored, size);
          case LZ4_RAW -> lz4(stored, size);
          case LZO, BROTLI, LZ4 ->
              throw new IOException(
                  "codec " + codec + " (expected: UNCOMPRESSED, SNAPPY, GZIP, ZSTD or LZ4_RAW)");
        };
    if (plain.length != size) {
      throw new IOException("page of " + plain.length + " bytes (expected: " + size + ")");
    }
    return plain;
  }

  private static byte[] zstd(byte[] stored, int size) throws IOException {
    var plain = new byte[size];
    long count = Zstd.decompress(plain, stored);
    if (Zstd.isError(count)) {
      throw new IOException("page is no zstd: " + Zstd.getErrorName(count));
    }
    return count == size ? plain : java.util.Arrays.copyOf(plain, (int) count);
  }

  private static byte[] snappy(byte[] stored, int size) throws IOException {
    if (Snappy.uncompressedLength(stored) != size) {
      throw new IOException("page is no Snappy of " + size + " bytes");
    }
    return Snappy.uncompress(stored);
  }

  private static byte[] gzip(byte[] stored, int size) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      return in.readNBytes(size + 1);
    }
  }

  private static byte[] lz4(byte[] stored, int size) throws IOException {
    try {
      return LZ4Factory.fastestInstance().safeDecompressor().decompress(stored, size);
    } catch (LZ4Exception e) {
      throw new IOException("page is no LZ4", e);
    }
  }
}
