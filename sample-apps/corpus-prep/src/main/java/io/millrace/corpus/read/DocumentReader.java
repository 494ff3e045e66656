// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents out of files, folders, archives and files of many documents, each also
 * compressed; an archive inside an archive is left out. The order depends on nothing but names, and
 * memory is bounded by the largest document, a page of each column of a Parquet file, and the
 * largest archive's directory. What cannot be read is told to the visitor, and the reading goes on;
 * what a visitor throws comes through. Reading can go on behind any document it told of.
 */
public final class DocumentReader {
  /**
   * Largest document as UTF-8: a record's value may take 1 MiB with its fields, and names and facts
   * take up to 16 KiB. Unit: bytes.
   */
  public static final int DOCUMENT_BYTES_MAX = (1 << 20) - (16 << 10);

  private final InputTree tree;
  private final ReadSettings settings;

  private DocumentReader(InputTree tree, ReadSettings settings) {
    this.tree = tree;
    this.settings = settings;
  }

  /** A reader of these files and folders, in this order. */
  public static DocumentReader of(List<Path> inputs) {
    return of(inputs, ReadSettings.defaults());
  }

  /** The same with other settings. */
  public static DocumentReader of(List<Path> inputs, ReadSettings settings) {
    return new DocumentReader(new InputTree(inputs), settings);
  }

  /** What there is to read; opens archives only for their directories. */
  public InputListing list() {
    var listing = new InputListing.Builder(settings);
    tree.walk(
        new InputTree.FileVisitor() {
          @Override
          public void onFile(InputFile file) {
            if (!(isDirectoryKept(file) && Archive.list(file, listing))) {
              listing.add(entry(file));
            }
          }

          @Override
          public void onProblem(Problem problem) {
            listing.add(new InputEntry(problem.source(), problem.path(), -1, 0, false));
          }

          @Override
          public void onIgnored() {}
        });
    return listing.build();
  }

  private static InputEntry entry(InputFile file) {
    try {
      return new InputEntry(
          file.source(),
          file.label(),
          Files.size(file.file()),
          Files.getLastModifiedTime(file.file()).toMillis(),
          Files.isReadable(file.file()));
    } catch (IOException e) {
      // Reading meets the same failure and reports it.
      return new InputEntry(file.source(), file.label(), -1, 0, false);
    }
  }

  /** Reads everything. */
  public void read(DocumentVisitor visitor) {
    tree.walk(new Walk(visitor, null));
  }

  /**
   * Reads everything behind a document: the visitor is told what a reading of everything would tell
   * it after that document.
   *
   * @param position of a document that a reader of the same input, unchanged, told of
   * @throws MillraceException CALLER if the input has no such file; nothing is read then
   */
  public void readBehind(Position position, DocumentVisitor visitor) {
    var walk = new Walk(visitor, position);
    tree.walk(walk);
    if (walk.pending != null) {
      throw MillraceException.of(Kind.CALLER, "input has no file to go on reading in")
          .with("source", position.source())
          .with("path", position.path())
          .with("expected", "the input that the position was made of; or read it from the start");
    }
  }

  /** Whether it is an archive whose directory can be read before the rest. */
  private static boolean isDirectoryKept(InputFile file) {
    return file.kind() == FileKind.ARCHIVE
        && Compression.of(file.file().toString()) == Compression.NONE;
  }

  /** Reads what the walk comes by, from a position on if there is one. */
  private final class Walk implements InputTree.FileVisitor {
    private final DocumentVisitor visitor;
    private @Nullable Position pending;

    Walk(DocumentVisitor visitor, @Nullable Position pending) {
      this.visitor = visitor;
      this.pending = pending;
    }

    @Override
    public void onFile(InputFile file) {
      Position start = pending;
      if (start != null && !start.isIn(file)) {
        return;
      }
      pending = null;
      read(file, start == null ? Position.startOf(file) : start);
    }

    private void read(InputFile file, Position start) {
      try {
        var piece =
            new Piece(
                file.source(),
                file.path(),
                start,
                () -> Files.newInputStream(file.file()),
                Optional.of(file.file()),
                new Budget(Files.size(file.file()), settings),
                settings,
                visitor);
        if (isDirectoryKept(file)) {
          Archive.read(file, piece);
        } else if (file.kind() == FileKind.ARCHIVE) {
          Archive.readCompressed(piece);
        } else {
          Formats.read(file.kind(), piece);
        }
      } catch (IOException e) {
        visitor.onProblem(
            new Problem(file.source(), file.path(), Problem.Kind.UNREADABLE, e.toString()));
      }
    }

    @Override
    public void onProblem(Problem problem) {
      if (pending == null) {
        visitor.onProblem(problem);
      }
    }

    @Override
    public void onIgnored() {
      if (pending == null) {
        visitor.onIgnored();
      }
    }
  }
}
