// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder of an export. It appears under its name when all of it is whole and on disk; until
 * then it has {@code .part} at its name's end. A path that exists is refused: an export is never
 * changed. Not thread-safe.
 */
final class PackFolder implements Closeable {
  /** Name of the file that says what the others are. */
  static final String MANIFEST = "manifest.json";

  private static final String PART = ".part";
  private static final String LOCK = "_lock";

  private final Path out;
  private final Path part;
  private final FileChannel lock;
  private final List<HashedFile> open = new ArrayList<>();
  private boolean finished;

  private PackFolder(Path out, Path part, FileChannel lock) {
    this.out = out;
    this.part = part;
    this.lock = lock;
  }

  /**
   * Refuses a path that cannot become an export.
   *
   * @throws MillraceException CALLER if it exists, or its folder does not
   */
  static void check(Path out) {
    if (Files.exists(out)) {
      throw MillraceException.of(Kind.CALLER, "path exists")
          .with("--out", out)
          .with("expected", "a path that does not exist; an export is never changed");
    }
    Path parent = out.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw MillraceException.of(Kind.CALLER, "its folder does not exist")
          .with("--out", out)
          .with("expected", "the folder " + parent + "; make it first");
    }
  }

  /**
   * Begins an export; what a run left that was killed goes.
   *
   * @throws MillraceException CALLER if the path cannot be written to; BUSY if another process
   *     writes it
   */
  static PackFolder create(Path out) throws IOException {
    check(out);
    Path part = out.resolveSibling(out.getFileName() + PART);
    Files.createDirectories(part);
    FileChannel lock = Folders.lock(part);
    for (Path left : Folders.files(part)) {
      if (!left.endsWith(LOCK)) {
        Files.delete(left);
      }
    }
    return new PackFolder(out, part, lock);
  }

  /** Begins a file. */
  HashedFile file(String name) throws IOException {
    HashedFile file = HashedFile.create(part, name);
    open.add(file);
    return file;
  }

  /** All files but the manifest are finished: makes the export whole. */
  void finish(String manifest) throws IOException {
    HashedFile file = file(MANIFEST);
    file.write(manifest.getBytes(StandardCharsets.UTF_8));
    file.finish();
    Files.delete(part.resolve(LOCK));
    lock.close();
    Folders.sync(part.resolve(MANIFEST));
    check(out);
    Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
    finished = true;
    Folders.sync(out);
  }

  /** Removes what is not finished. */
  @Override
  public void close() throws IOException {
    if (!finished) {
      for (HashedFile file : open) {
        file.abandon();
      }
      lock.close();
      Folders.delete(part);
    }
  }
}
