// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** Reads the documents of a zip or jar. */
final class Archive {
  private Archive() {}

  /**
   * Adds the archive's documents to a listing.
   *
   * @return false if its directory cannot be read; then nothing is added
   */
  static boolean list(InputFile archive, InputListing.Builder listing) {
    try (var zip = new ZipFile(archive.file().toFile())) {
      for (ZipEntry entry : sorted(zip)) {
        if (isRead(entry)) {
          listing.add(
              new InputEntry(
                  archive.source(), entry.getName(), entry.getSize(), entry.getCrc(), true));
        }
      }
      return true;
    } catch (IOException | IllegalArgumentException e) {
      // Reading meets the same failure and reports it.
      return false;
    }
  }

  /** Reads an archive by its directory, the entries by name. */
  static void read(InputFile archive, DocumentVisitor visitor) {
    try (var zip = new ZipFile(archive.file().toFile())) {
      for (ZipEntry entry : sorted(zip)) {
        if (isRead(entry)) {
          DocumentReader.readOne(
              FileKind.of(entry.getName()),
              archive.source(),
              entry.getName(),
              () -> zip.getInputStream(entry),
              visitor);
        } else {
          visitor.onIgnored();
        }
      }
    } catch (IOException e) {
      visitor.onProblem(unreadable(archive, e));
    }
  }

  /** Reads an archive that is compressed as a whole, the entries as they come. */
  static void readCompressed(
      InputFile archive, DocumentReader.Opener bytes, DocumentVisitor visitor) {
    try (InputStream stored = bytes.open();
        InputStream plain = Compression.of(archive.file().toString()).open(stored);
        var zip = new ZipInputStream(plain)) {
      int count = 0;
      for (ZipEntry entry = next(zip); !entry.getName().isEmpty(); entry = next(zip)) {
        count++;
        if (isRead(entry)) {
          DocumentReader.readOne(
              FileKind.of(entry.getName()),
              archive.source(),
              entry.getName(),
              () -> new EntryStream(zip),
              visitor);
        } else if (!entry.isDirectory()) {
          visitor.onIgnored();
        }
      }
      if (count == 0) {
        throw new IOException("no zip archive, or an empty one");
      }
    } catch (IOException e) {
      visitor.onProblem(unreadable(archive, e));
    }
  }

  /** The next entry; one without a name at the end. */
  private static ZipEntry next(ZipInputStream zip) throws IOException {
    try {
      ZipEntry entry = zip.getNextEntry();
      return entry == null ? new ZipEntry("") : entry;
    } catch (IllegalArgumentException e) {
      throw new IOException("entry name is not UTF-8", e);
    }
  }

  private static List<ZipEntry> sorted(ZipFile zip) throws IOException {
    try {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .<ZipEntry>map(entry -> entry)
          .sorted(Comparator.comparing(ZipEntry::getName))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalArgumentException e) {
      throw new IOException("entry name is not UTF-8", e);
    }
  }

  private static boolean isRead(ZipEntry entry) {
    FileKind kind = FileKind.of(entry.getName());
    return !entry.isDirectory() && (kind == FileKind.TEXT || kind == FileKind.JSON_LINES);
  }

  private static Problem unreadable(InputFile archive, Exception cause) {
    return new Problem(archive.source(), archive.path(), Problem.Kind.UNREADABLE, cause.toString());
  }

  /** The bytes of the entry at hand; closing it leaves the archive open. */
  private static final class EntryStream extends java.io.FilterInputStream {
    EntryStream(ZipInputStream zip) {
      super(zip);
    }

    @Override
    public void close() {}
  }
}
