// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file, or an entry of an archive, that is being read: what it is called, its bytes, where to
 * begin, and whom to tell. One use, by one thread.
 *
 * @param source the container
 * @param path where it lies in the source
 * @param start where to begin
 * @param stored opens its bytes as they are stored
 * @param onDisk the file itself, if the stored bytes are one
 * @param budget of the file that it is or lies in
 */
record Piece(
    String source,
    String path,
    Position start,
    Opener stored,
    Optional<Path> onDisk,
    Budget budget,
    ReadSettings settings,
    DocumentVisitor visitor) {
  /**
   * Longest source and path together that are taken: with {@link Extras#BYTES_MAX} and the largest
   * text they fit into a record. Unit: bytes in UTF-8.
   */
  static final int NAME_BYTES_MAX = 8 << 10;

  private static final int SHOWN_LENGTH_MAX = 100;

  /** Opens bytes. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /** How the stored bytes are compressed, as the name says under which they are stored. */
  Compression compression() {
    return Compression.of(onDisk.map(Path::toString).orElse(path));
  }

  /** Whether nothing stands between the stored bytes and the plain ones, and they are a file. */
  boolean isPlainFile() {
    return onDisk.isPresent() && compression() == Compression.NONE;
  }

  /** The plain bytes from the beginning. */
  InputStream open() throws IOException {
    return open(0);
  }

  /** The plain bytes from an offset on: skipped on disk where they are stored plain. */
  InputStream open(long offset) throws IOException {
    InputStream in = stored.open();
    try {
      if (!isPlainFile()) {
        in = budget.counted(compression().open(in));
      }
      in.skipNBytes(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The plain bytes of one document as far as one may be large, and one more. */
  byte[] readRaw() throws IOException {
    try (InputStream in = open()) {
      return in.readNBytes(settings.rawBytesMax() + 1);
    }
  }

  /** Whether one document's bytes are too many; then that is told. */
  boolean isTooLarge(String name, long rawBytes) {
    if (rawBytes > settings.rawBytesMax()) {
      problem(
          name,
          Problem.Kind.TOO_LARGE,
          "more than " + settings.rawBytesMax() + " bytes (expected: at most that many)");
      return true;
    }
    return false;
  }

  /** The name of a record in it. */
  String name(Object record) {
    return path + "#" + record;
  }

  /** Tells of a document, or that it is too large. */
  void document(
      String name,
      String text,
      long rawBytes,
      int badBytes,
      Map<String, String> fields,
      Position next) {
    int max = DocumentReader.DOCUMENT_BYTES_MAX;
    if (text.length() > max / 3 && text.getBytes(StandardCharsets.UTF_8).length > max) {
      problem(
          name,
          Problem.Kind.TOO_LARGE,
          "text of more than " + max + " bytes (expected: at most that many)");
    } else if (isNameTooLong(source, name)) {
      problem(name, Problem.Kind.UNREADABLE, "name of more than " + NAME_BYTES_MAX + " bytes");
    } else {
      visitor.onDocument(new Document(source, name, text, rawBytes, badBytes, fields, next));
    }
  }

  private static boolean isNameTooLong(String source, String name) {
    return source.length() + name.length() > NAME_BYTES_MAX / 3
        && (source + name).getBytes(StandardCharsets.UTF_8).length > NAME_BYTES_MAX;
  }

  /** Tells that bytes are no text. */
  void notText(String name) {
    problem(name, Problem.Kind.NOT_TEXT, "NUL bytes, or too many bytes that no charset explains");
  }

  /** Tells of a problem. */
  void problem(String name, Problem.Kind kind, String reason) {
    boolean isLong = isNameTooLong(source, name);
    visitor.onProblem(
        new Problem(isLong ? cut(source) : source, isLong ? cut(name) : name, kind, reason));
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(SHOWN_LENGTH_MAX, text.length()));
  }
}
