// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.github.luben.zstd.ZstdOutputStream;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/**
 * A file that appears under its name only when it is whole and on the disk: written beside it as
 * {@code <name>.part}, compressed as the name's end says, then renamed. Not thread-safe.
 */
final class ExportFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ZSTD_LEVEL = 3;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final Writer writer;
  private boolean finished;

  private ExportFile(Path file, Path part, FileChannel channel, Writer writer) {
    this.file = file;
    this.part = part;
    this.channel = channel;
    this.writer = writer;
  }

  /**
   * Opens a file of any kind for writing; {@code .zst} and {@code .gz} are compressed.
   *
   * @param overwrite whether an existing file may be replaced
   */
  static ExportFile open(Path file, boolean overwrite) throws IOException {
    String name = String.valueOf(file.getFileName());
    if (Files.exists(file) && !overwrite) {
      throw MillraceException.of(Kind.CALLER, "file exists")
          .with("file", file)
          .with("expected", "another name, or --overwrite");
    }
    Path part = file.resolveSibling(name + ".part");
    FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    OutputStream bytes = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    OutputStream packed =
        name.endsWith(".zst")
            ? new ZstdOutputStream(bytes, ZSTD_LEVEL)
            : name.endsWith(".gz") ? new GZIPOutputStream(bytes, BUFFER_BYTES) : bytes;
    return new ExportFile(
        file, part, channel, new OutputStreamWriter(packed, StandardCharsets.UTF_8));
  }

  Writer writer() {
    return writer;
  }

  /** Everything was written: makes the file appear. */
  void finish() throws IOException {
    writer.flush();
    // Closing writes the end of the compressed stream, and closes the channel; a second one syncs.
    writer.close();
    try (FileChannel synced = FileChannel.open(part, StandardOpenOption.WRITE)) {
      synced.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
  }

  /** Removes what was written unless the file is finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      channel.close();
      Files.deleteIfExists(part);
    }
  }
}
