// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a single file is compressed, as the end of its name says. */
enum Compression {
  /** Not at all. */
  NONE(""),
  /** RFC 1952; several members one after the other are one file. */
  GZIP(".gz"),
  /** RFC 8878; windows of up to 128 MiB. */
  ZSTD(".zst");

  private static final int BUFFER_BYTES = 64 << 10;

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  static Compression of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(GZIP.suffix)) {
      return GZIP;
    }
    return lower.endsWith(ZSTD.suffix) ? ZSTD : NONE;
  }

  /** The name without the compression's ending. */
  static String stripped(String name) {
    return name.substring(0, name.length() - of(name).suffix.length());
  }

  /** The bytes behind the compressed ones; closing it closes {@code in}. */
  InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER_BYTES);
      case ZSTD -> new ZstdInputStreamNoFinalizer(in);
    };
  }
}
