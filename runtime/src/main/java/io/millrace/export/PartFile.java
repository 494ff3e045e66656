// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that appears under its name only when it is whole and on disk; until then it lies beside
 * it, with {@code .part} at its name's end. Counts and hashes what is written. Not thread-safe.
 */
final class PartFile implements Closeable {
  /** What the name of a file that is not whole ends with. */
  static final String PART = ".part";

  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final MessageDigest digest;
  private final OutputStream out;
  private long bytes;
  private boolean finished;

  private PartFile(Path file, Path part, FileChannel channel) {
    this.file = file;
    this.part = part;
    this.channel = channel;
    this.digest = sha256();
    this.out = new BufferedOutputStream(new Sink(), BUFFER_BYTES);
  }

  /** Starts a file; what lies under its name stays until {@link #finish}. */
  static PartFile create(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + PART);
    return new PartFile(
        file,
        part,
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE));
  }

  /** Writes a whole file of text. */
  static void write(Path file, String text) throws IOException {
    try (PartFile part = create(file)) {
      part.out().write(text.getBytes(StandardCharsets.UTF_8));
      part.finish();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes the bytes; {@link #finish} closes it. */
  OutputStream out() {
    return out;
  }

  /** How many bytes have left the buffer for the file. */
  long bytes() {
    return bytes;
  }

  /**
   * All is written: makes it durable, and then the file appear, in place of one of its name.
   *
   * @return SHA-256 of the bytes
   */
  String finish() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
    syncFolder(file);
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Makes a file's name durable, where a system lets folders be opened. */
  static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && File.separatorChar == '/') {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** Removes what was written unless the file is finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      Files.deleteIfExists(part);
    }
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(from, offset, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      digest.update(from, offset, length);
      bytes += length;
    }
  }
}
