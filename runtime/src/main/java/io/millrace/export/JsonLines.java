// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import com.github.luben.zstd.ZstdOutputStream;
import io.millrace.v1.Result;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** One JSON object a line, see {@link ResultJson}; plain or compressed. */
public enum JsonLines implements ExportFormat {
  /** Not compressed. */
  PLAIN("jsonl") {
    @Override
    OutputStream pack(OutputStream out) {
      return out;
    }
  },
  /** One zstd frame. */
  ZSTD("jsonl.zst") {
    @Override
    OutputStream pack(OutputStream out) throws IOException {
      return new ZstdOutputStream(out, ZSTD_LEVEL);
    }
  },
  /** One gzip member, without name and time. */
  GZIP("jsonl.gz") {
    @Override
    OutputStream pack(OutputStream out) throws IOException {
      return new GZIPOutputStream(out, BUFFER_BYTES);
    }
  };

  private static final int ZSTD_LEVEL = 3;
  private static final int BUFFER_BYTES = 1 << 16;

  private final String label;

  JsonLines(String label) {
    this.label = label;
  }

  /** All of them. */
  public static List<ExportFormat> all() {
    return Arrays.asList(values());
  }

  abstract OutputStream pack(OutputStream out) throws IOException;

  @Override
  public String label() {
    return label;
  }

  @Override
  public boolean typed() {
    return false;
  }

  @Override
  public ResultWriter open(OutputStream out, ExportLayout layout) throws IOException {
    return new Lines(pack(new Unclosed(out)));
  }

  /** Hands on what is written, and ends where a compressor closes what lies below it. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }

  private static final class Lines implements ResultWriter {
    private final Writer writer;

    Lines(OutputStream packed) {
      this.writer = new OutputStreamWriter(packed, StandardCharsets.UTF_8);
    }

    @Override
    public void write(Result result) throws IOException {
      ResultJson.write(result, writer);
      writer.write('\n');
    }

    @Override
    public long pendingBytes() {
      return 0;
    }

    @Override
    public void finish() throws IOException {
      writer.close();
    }

    @Override
    public void close() throws IOException {
      writer.close();
    }
  }
}
