// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A file that counts and hashes what is written. Closing only flushes, so that streams that close
 * what they write to can be put on top. Not thread-safe.
 */
final class HashedFile extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final FileChannel channel;
  private final MessageDigest digest = Hashes.sha256();
  private final OutputStream buffer;
  private long bytes;

  private HashedFile(String name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
    this.buffer = new BufferedOutputStream(new Sink(), BUFFER_BYTES);
  }

  static HashedFile create(Path folder, String name) throws IOException {
    return new HashedFile(
        name,
        FileChannel.open(
            folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  @Override
  public void write(int b) throws IOException {
    buffer.write(b);
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    buffer.write(from, offset, length);
  }

  @Override
  public void flush() throws IOException {
    buffer.flush();
  }

  /** Does not close the file: {@link #finish} and {@link #abandon} do. */
  @Override
  public void close() throws IOException {
    flush();
  }

  /** All is written: makes it durable. */
  PackedFile finish() throws IOException {
    flush();
    channel.force(true);
    channel.close();
    return new PackedFile(name, bytes, Hashes.hex(digest));
  }

  /** Closes it, if that was not done. */
  void abandon() throws IOException {
    channel.close();
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      ByteBuffer rest = ByteBuffer.wrap(from, offset, length);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      digest.update(from, offset, length);
      bytes += length;
    }
  }
}
