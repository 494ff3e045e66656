// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One file of an export while it is written. Not thread-safe. */
final class FileInProgress implements Closeable {
  private final String name;
  private final PartFile file;
  private final ResultWriter writer;
  private @Nullable Position first;
  private @Nullable Position last;
  private long records;

  private FileInProgress(String name, PartFile file, ResultWriter writer) {
    this.name = name;
    this.file = file;
    this.writer = writer;
  }

  static FileInProgress create(Path path, ExportFormat format, ExportLayout layout)
      throws IOException {
    PartFile file = PartFile.create(path);
    try {
      return new FileInProgress(
          String.valueOf(path.getFileName()), file, format.open(file.out(), layout));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  void write(Result result) throws IOException {
    writer.write(result);
    if (first == null) {
      first = result.getPosition();
    }
    last = result.getPosition();
    records++;
  }

  long records() {
    return records;
  }

  /** About how large it would be if it ended here. */
  long bytes() {
    return file.bytes() + writer.pendingBytes();
  }

  ExportedFile finish() throws IOException {
    writer.finish();
    String sha256 = file.finish();
    return new ExportedFile(name, place(first), place(last), records, file.bytes(), sha256);
  }

  private static String place(@Nullable Position position) {
    return position == null ? "" : ExportedFile.place(position);
  }

  /** Removes it unless it is finished. */
  @Override
  public void close() throws IOException {
    try {
      writer.close();
    } finally {
      file.close();
    }
  }
}
