// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  /** Reads an archive by its directory, the entries by name, from an entry on. */
  static void read(InputFile archive, Piece whole) throws IOException {
    int index = 0;
    try (var zip = new ZipFile(archive.file().toFile())) {
      for (ZipEntry entry : sorted(zip)) {
        if (index >= whole.start().entry()) {
          readEntry(entry, index, whole, () -> zip.getInputStream(entry));
          if (whole.budget().isSpent()) {
            return;
          }
        }
        index++;
      }
    }
  }

  /** Reads an archive that is compressed as a whole, the entries as they come. */
  static void readCompressed(Piece whole) throws IOException {
    int index = 0;
    try (var zip = new ZipInputStream(whole.open())) {
      for (ZipEntry entry = next(zip); !entry.getName().isEmpty(); entry = next(zip)) {
        if (entry.isDirectory()) {
          continue;
        }
        if (index >= whole.start().entry()) {
          readEntry(entry, index, whole, () -> new EntryStream(zip));
          if (whole.budget().isSpent()) {
            return;
          }
        }
        index++;
      }
    }
    if (index == 0) {
      throw new IOException("no zip archive, or an empty one");
    }
  }

  private static void readEntry(ZipEntry entry, int index, Piece whole, Piece.Opener bytes) {
    if (!isRead(entry)) {
      whole.visitor().onIgnored();
      return;
    }
    Position start = whole.start();
    Formats.read(
        FileKind.of(entry.getName()),
        new Piece(
            whole.source(),
            entry.getName(),
            index == start.entry() ? start : start.atEntry(index),
            bytes,
            Optional.empty(),
            whole.budget(),
            whole.settings(),
            whole.visitor()));
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
    return !entry.isDirectory() && kind != FileKind.OTHER && kind != FileKind.ARCHIVE;
  }

  /** The bytes of the entry at hand; closing it leaves the archive open. */
  private static final class EntryStream extends FilterInputStream {
    EntryStream(ZipInputStream zip) {
      super(zip);
    }

    @Override
    public void close() {}
  }
}
