// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file system in memory that is small enough to be filled. Needs root. */
final class SmallDisk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);
  private static final String SIZE = "192m";
  private static final String FILLER = "filler";
  private static final int PIECE_BYTES = 1 << 20;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static SmallDisk mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  /** Writes until nothing more fits. */
  static void fill(Path folder) throws IOException {
    try (var file =
        FileChannel.open(
            folder.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var piece = ByteBuffer.allocate(PIECE_BYTES);
      while (true) {
        file.write(piece.clear());
      }
    } catch (IOException e) {
      if (folder.toFile().getUsableSpace() > PIECE_BYTES) {
        throw e;
      }
      LOG.atInfo().addKeyValue("folder", folder).log("disk is full");
    }
  }

  static void makeRoom(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILLER));
  }

  @Override
  public void close() {
    Shell.run("umount", "-l", folder.toString());
  }
}
