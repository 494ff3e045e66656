// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cold;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder of one node's own within one that nodes share. Each is held by a lock on a file in it,
 * which ends with its process; what dead ones left is deleted by whoever comes next. Not
 * thread-safe.
 */
public final class ColdFolder implements AutoCloseable {
  private static final int NODES_MAX = 64;
  private static final String DATA = "data";

  private final Path folder;
  private final FileChannel lock;

  private ColdFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes an empty one.
   *
   * @throws IOException also if all {@value #NODES_MAX} are taken
   */
  static ColdFolder take(Path shared) throws IOException {
    for (int i = 0; i < NODES_MAX; i++) {
      Optional<ColdFolder> free = lock(shared.resolve("node-" + i));
      if (free.isPresent()) {
        free.get().clear();
        return free.get();
      }
    }
    throw new IOException(shared + ": used by " + NODES_MAX + " nodes (expected: fewer)");
  }

  /** Deletes what nodes that died left in a folder. Needs no RocksDB. */
  public static void sweep(Path shared) throws IOException {
    if (!Files.isDirectory(shared)) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> all = Files.list(shared)) {
      folders = all.filter(f -> f.getFileName().toString().startsWith("node-")).toList();
    }
    for (Path folder : folders) {
      Optional<ColdFolder> dead = lock(folder);
      if (dead.isPresent()) {
        dead.get().close();
      }
    }
  }

  private static Optional<ColdFolder> lock(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return Optional.of(new ColdFolder(folder, channel));
      }
    } catch (OverlappingFileLockException takenInThisProcess) {
      // As if by another one: closed below.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  /** Where data may lie. */
  Path data() {
    return folder.resolve(DATA);
  }

  private void clear() throws IOException {
    if (!Files.exists(data())) {
      return;
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(data())) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  /** Deletes the data and gives the folder up. */
  @Override
  public void close() throws IOException {
    try {
      clear();
    } finally {
      lock.close();
    }
  }
}
