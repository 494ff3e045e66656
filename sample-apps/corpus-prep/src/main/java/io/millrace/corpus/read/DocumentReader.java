// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads documents out of files, folders, archives and files with a document a line, each also
 * compressed; an archive inside an archive is left out. The order depends on nothing but names, and
 * memory is bounded by the largest document and the largest archive's directory. What cannot be
 * read is told to the visitor, and the reading goes on.
 */
final class DocumentReader {
  /**
   * Largest document: a record's value may take 1 MiB with its fields, and names take up to 16 KiB.
   * Unit: bytes.
   */
  static final int DOCUMENT_BYTES_MAX = (1 << 20) - (16 << 10);

  /** Longest source and path together that are taken. Unit: characters. */
  private static final int NAME_LENGTH_MAX = 8 << 10;

  private final InputTree tree;

  private DocumentReader(InputTree tree) {
    this.tree = tree;
  }

  /** Opens bytes. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** A reader of these files and folders, in this order. */
  static DocumentReader of(List<Path> inputs) {
    return new DocumentReader(new InputTree(inputs));
  }

  /** What there is to read; opens archives only for their directories. */
  InputListing list() {
    var listing = new InputListing.Builder();
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
  void read(DocumentVisitor visitor) {
    tree.walk(
        new InputTree.FileVisitor() {
          @Override
          public void onFile(InputFile file) {
            Opener bytes = () -> Files.newInputStream(file.file());
            if (isDirectoryKept(file)) {
              Archive.read(file, visitor);
            } else if (file.kind() == FileKind.ARCHIVE) {
              Archive.readCompressed(file, bytes, visitor);
            } else {
              readOne(file.kind(), file.source(), file.path(), bytes, visitor);
            }
          }

          @Override
          public void onProblem(Problem problem) {
            visitor.onProblem(problem);
          }

          @Override
          public void onIgnored() {
            visitor.onIgnored();
          }
        });
  }

  /** Whether it is an archive whose directory can be read before the rest. */
  private static boolean isDirectoryKept(InputFile file) {
    return file.kind() == FileKind.ARCHIVE
        && Compression.of(file.file().toString()) == Compression.NONE;
  }

  /** Reads one file or entry that is no archive. */
  static void readOne(
      FileKind kind, String source, String path, Opener bytes, DocumentVisitor visitor) {
    if (source.length() + path.length() > NAME_LENGTH_MAX) {
      visitor.onProblem(
          new Problem(
              source.substring(0, Math.min(100, source.length())),
              path.substring(0, Math.min(100, path.length())),
              Problem.Kind.UNREADABLE,
              "name is longer than " + NAME_LENGTH_MAX + " characters"));
      return;
    }
    try (InputStream stored = bytes.open();
        InputStream in = Compression.of(path).open(stored)) {
      if (kind == FileKind.JSON_LINES) {
        new JsonLines(source, path, visitor).read(in);
      } else {
        offer(source, path, in.readNBytes(DOCUMENT_BYTES_MAX + 1), visitor);
      }
    } catch (IOException e) {
      visitor.onProblem(new Problem(source, path, Problem.Kind.UNREADABLE, e.toString()));
    }
  }

  /** Tells the visitor of a document, or that it is too large. The bytes must not change after. */
  static void offer(String source, String path, byte[] bytes, DocumentVisitor visitor) {
    if (bytes.length > DOCUMENT_BYTES_MAX) {
      visitor.onProblem(
          new Problem(
              source,
              path,
              Problem.Kind.TOO_LARGE,
              "more than " + DOCUMENT_BYTES_MAX + " bytes (expected: at most that many)"));
    } else {
      visitor.onDocument(new Document(source, path, UnsafeByteOperations.unsafeWrap(bytes)));
    }
  }
}
