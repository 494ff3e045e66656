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

/**
 * An ext4 file system in a file, small enough to be filled, that can be made to stand still. Needs
 * root and loop devices.
 */
final class SmallDisk implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmallDisk.class);
  private static final long SIZE_BYTES = 224L << 20;
  private static final String FILLER = "filler";
  private static final int PIECE_BYTES = 1 << 20;

  private final Path mountPoint;

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /** What is missing to have this, in words; empty if nothing is. */
  static String missing() {
    String missing =
        Shell.missing("small disks", "e2fsprogs util-linux", "mkfs.ext4 -V", "fsfreeze --version");
    if (!missing.isEmpty() || Shell.succeeds("losetup", "--find")) {
      return missing;
    }
    return "small disks need a free loop device";
  }

  static SmallDisk mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path image = folder.resolve("image");
    try (var file =
        FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate(1), SIZE_BYTES - 1);
    }
    Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString());
    Path mountPoint = Files.createDirectories(folder.resolve("disk"));
    Shell.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    return new SmallDisk(mountPoint);
  }

  /** A folder on it that holds nothing yet. */
  Path folder() throws IOException {
    return Files.createDirectories(mountPoint.resolve("files"));
  }

  /** Writes until nothing more fits. */
  void fill() throws IOException {
    try (var file =
        FileChannel.open(
            mountPoint.resolve(FILLER), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      var piece = ByteBuffer.allocate(PIECE_BYTES);
      while (true) {
        file.write(piece.clear());
      }
    } catch (IOException e) {
      if (mountPoint.toFile().getUsableSpace() > PIECE_BYTES) {
        throw e;
      }
      LOG.atInfo().addKeyValue("folder", mountPoint).log("disk is full");
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(mountPoint.resolve(FILLER));
  }

  /** Whoever writes to it waits, until {@link #thaw()}. */
  void freeze() {
    Shell.run("fsfreeze", "-f", mountPoint.toString());
  }

  void thaw() {
    Shell.run("fsfreeze", "-u", mountPoint.toString());
  }

  @Override
  public void close() {
    if (Shell.succeeds("fsfreeze", "-u", mountPoint.toString())) {
      LOG.atWarn().addKeyValue("folder", mountPoint).log("disk was still frozen");
    }
    Shell.run("umount", "-l", mountPoint.toString());
  }
}
