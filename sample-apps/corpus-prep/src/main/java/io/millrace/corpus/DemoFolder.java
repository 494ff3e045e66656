// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that a demo's data lies in. A marker says that a demo made it; in a folder without one
 * nothing is ever written or deleted.
 */
final class DemoFolder {
  private static final String MARKER = "millrace-demo.txt";

  private final Path folder;

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a demo's folder, or makes one.
   *
   * @throws MillraceException CALLER if there is something else in the folder
   */
  static DemoFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    Path marker = folder.resolve(MARKER);
    try {
      if (!Files.exists(marker)) {
        if (Files.exists(folder) && !(Files.isDirectory(folder) && isEmpty(folder))) {
          throw MillraceException.of(Kind.CALLER, "folder holds something else than a demo")
              .with("folder", folder)
              .with("expected", "a folder of an earlier demo, an empty one, or none");
        }
        Files.createDirectories(folder);
        Files.writeString(marker, "Data of `millrace demo`. This folder may be deleted.\n");
      }
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "folder cannot be used", e)
          .with("folder", folder)
          .with("cause", e);
    }
    return new DemoFolder(folder);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children.findAny().isEmpty();
    }
  }

  /** The database's data. */
  Path data() {
    return folder.resolve("cassandra");
  }

  /** What only makes starting faster. */
  Path cache() {
    return folder.resolve("cache");
  }

  /** How far a run is that has not ended. */
  Path progress() {
    return folder.resolve("progress.json");
  }

  Path path() {
    return folder;
  }

  /** Deletes the data, so that the next demo starts with nothing. */
  void deleteData() {
    if (!Files.exists(data())) {
      return;
    }
    try {
      Files.walkFileTree(data(), new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException("demo data cannot be deleted", e);
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(dir);
      return FileVisitResult.CONTINUE;
    }
  }
}
