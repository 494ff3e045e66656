// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What folders need for one process at a time and for names that outlive a crash. */
final class Folders {
  private static final String LOCK = "_lock";

  private Folders() {}

  /** Makes a file's name durable, where a system lets folders be opened. */
  static void sync(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && File.separatorChar == '/') {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /**
   * Takes a folder for this process until the channel is closed.
   *
   * @throws MillraceException BUSY if another one has it
   */
  static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw busy(folder, e);
    }
    channel.close();
    throw busy(folder, null);
  }

  private static MillraceException busy(Path folder, @Nullable Throwable cause) {
    String text = "another process writes to this folder";
    return (cause == null
            ? MillraceException.of(Kind.BUSY, text)
            : MillraceException.of(Kind.BUSY, text, cause))
        .with("folder", folder)
        .with("expected", "another folder, or wait until it has ended");
  }

  /** The files of a folder, by name. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Removes a folder of files. */
  static void delete(Path folder) throws IOException {
    for (Path file : files(folder)) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
