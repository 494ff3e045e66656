// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;

/** A file of Parquet in memory. */
final class MemoryFile implements OutputFile, InputFile {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final byte[] bytes;

  private MemoryFile(byte[] bytes) {
    this.bytes = bytes;
  }

  /** To be written. */
  static MemoryFile empty() {
    return new MemoryFile(new byte[0]);
  }

  /** To be read. */
  static MemoryFile of(byte[] bytes) {
    return new MemoryFile(bytes);
  }

  /** What was written. */
  byte[] written() {
    return out.toByteArray();
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return out.size();
      }

      @Override
      public void write(int b) {
        out.write(b);
      }

      @Override
      public void write(byte[] from, int offset, int length) {
        out.write(from, offset, length);
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public long getLength() {
    return bytes.length;
  }

  @Override
  public SeekableInputStream newStream() {
    var in = new Cursor(ByteBuffer.wrap(bytes));
    return new DelegatingSeekableInputStream(in) {
      @Override
      public long getPos() {
        return in.buffer.position();
      }

      @Override
      public void seek(long position) {
        in.buffer.position((int) position);
      }
    };
  }

  /** Reads where it is told to. */
  private static final class Cursor extends java.io.InputStream {
    private final ByteBuffer buffer;

    Cursor(ByteBuffer buffer) {
      this.buffer = buffer;
    }

    @Override
    public int read() {
      return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (length == 0) {
        return 0;
      }
      int count = Math.min(length, buffer.remaining());
      buffer.get(target, offset, count);
      return count == 0 ? -1 : count;
    }

    @Override
    public int available() {
      return buffer.remaining();
    }
  }
}
