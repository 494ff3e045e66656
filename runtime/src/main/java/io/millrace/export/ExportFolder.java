// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an export, held by one process at a time. It is whole exactly when it has {@link
 * #MANIFEST}; while it is written it has {@link #PROGRESS}. Readers of data sets leave out names
 * that begin with an underscore. Not thread-safe.
 */
final class ExportFolder implements Closeable {
  /** Name of the manifest of a whole export. */
  static final String MANIFEST = "_manifest.json";

  /** Name of the manifest of an export under way. */
  static final String PROGRESS = "_progress.json";

  private static final String LOCK = "_lock";
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
  private static final Set<String> NO_CONTENT =
      Set.of(LOCK, MANIFEST + PartFile.PART, PROGRESS + PartFile.PART);
  private static final String DATA = "part-\\d{5,}-\\d{5,}\\..+";

  private final Path folder;
  private final FileChannel channel;

  /** What to do about an earlier export in the folder. */
  enum Mode {
    /** Refuse. */
    NEW,
    /** Go on with it. */
    RESUME,
    /** Remove it. */
    OVERWRITE
  }

  private ExportFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes a folder, and makes it if only that is missing.
   *
   * @throws MillraceException CALLER if it cannot be written to, or holds what the mode refuses;
   *     BUSY if another process writes it
   */
  static ExportFolder open(Path folder, Mode mode) throws IOException {
    checkParent(folder);
    if (!Files.isDirectory(folder)) {
      if (Files.exists(folder)) {
        throw MillraceException.of(Kind.CALLER, "path is a file")
            .with("path", folder)
            .with("expected", "a folder, or a path that does not exist yet");
      }
      Files.createDirectory(folder);
    }
    if (!Files.isWritable(folder)) {
      throw notWritable(folder);
    }
    var taken = new ExportFolder(folder, lock(folder));
    try {
      taken.check(mode);
    } catch (IOException | RuntimeException e) {
      taken.close();
      throw e;
    }
    return taken;
  }

  private static MillraceException notWritable(Path folder) {
    return MillraceException.of(Kind.CALLER, "folder cannot be written to")
        .with("folder", folder)
        .with("expected", "write permission, or another folder");
  }

  /** Refuses a path whose folder does not exist or cannot be written to. */
  static void checkParent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      throw MillraceException.of(Kind.CALLER, "its folder does not exist")
          .with("path", path)
          .with("expected", "the folder " + parent + "; make it first");
    }
    if (parent != null && !Files.exists(path) && !Files.isWritable(parent)) {
      throw notWritable(parent);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null || !isStillThere(channel, folder.resolve(LOCK))) {
        throw busy(folder, null);
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw busy(folder, e);
    } catch (IOException | MillraceException e) {
      channel.close();
      throw e;
    }
  }

  /** Whether the locked file is the one of that name: its last holder may just have removed it. */
  private static boolean isStillThere(FileChannel channel, Path file) throws IOException {
    String token = UUID.randomUUID().toString();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.UTF_8)), 0);
    return Files.exists(file) && Files.readString(file).equals(token);
  }

  private static MillraceException busy(Path folder, @Nullable Throwable cause) {
    String text = "another export is writing this folder";
    return (cause == null
            ? MillraceException.of(Kind.BUSY, text)
            : MillraceException.of(Kind.BUSY, text, cause))
        .with("folder", folder)
        .with("expected", "another folder, or wait until it has ended");
  }

  private void check(Mode mode) throws IOException {
    boolean whole = Files.exists(resolve(MANIFEST));
    boolean begun = Files.exists(resolve(PROGRESS));
    boolean other = !names().isEmpty();
    if (other && (mode == Mode.NEW || (mode == Mode.RESUME && !whole && !begun))) {
      String text =
          whole
              ? "an export is in this folder"
              : begun ? "an export was begun in this folder" : "folder is not empty";
      throw MillraceException.of(Kind.CALLER, text)
          .with("folder", folder)
          .with(
              "expected",
              begun && !whole
                  ? "--resume to go on with it, --overwrite to replace it, or another folder"
                  : "another folder, or --overwrite, which replaces files of exports only");
    }
    if (mode == Mode.OVERWRITE) {
      // The manifests go first: what is half removed must not look whole.
      Files.deleteIfExists(resolve(MANIFEST));
      Files.deleteIfExists(resolve(PROGRESS));
      PartFile.syncFolder(resolve(MANIFEST));
      keepOnly(Set.of());
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> String.valueOf(f.getFileName()))
          .filter(name -> !NO_CONTENT.contains(name))
          .toList();
    }
  }

  /** The manifest of the whole export, or else of the one under way, or else none. */
  Optional<Manifest> manifest() throws IOException {
    for (String name : List.of(MANIFEST, PROGRESS)) {
      if (Files.exists(resolve(name))) {
        return Optional.of(Manifest.read(resolve(name)));
      }
    }
    return Optional.empty();
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  /**
   * Begins to write, or goes on: removes data files that the manifest does not name.
   *
   * @throws MillraceException CORRUPT if one that it names is not there or of another size
   */
  void begin(Manifest manifest) throws IOException {
    var named = new HashSet<String>();
    for (ExportedFile file : manifest.files()) {
      Path path = resolve(file.name());
      long bytes = Files.exists(path) ? Files.size(path) : -1;
      if (bytes != file.bytes()) {
        throw MillraceException.of(Kind.CORRUPT, "file of the export is not as it was written")
            .with("file", path)
            .with("bytes", bytes < 0 ? "none, it is gone" : bytes)
            .with("expected", file.bytes() + "; export anew with --overwrite");
      }
      named.add(file.name());
    }
    keepOnly(named);
    save(manifest);
  }

  private void keepOnly(Set<String> kept) throws IOException {
    for (String name : names()) {
      if (name.matches(DATA) && !kept.contains(name)) {
        Files.delete(resolve(name));
      }
    }
  }

  /** Writes down how far the export is. */
  void save(Manifest manifest) throws IOException {
    PartFile.write(resolve(PROGRESS), manifest.json());
  }

  /** All files are whole: so is the export. */
  void complete(Manifest manifest) throws IOException {
    PartFile.write(resolve(MANIFEST), manifest.json());
    Files.deleteIfExists(resolve(PROGRESS));
  }

  /** Lets others in. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(resolve(LOCK));
    channel.close();
  }
}
