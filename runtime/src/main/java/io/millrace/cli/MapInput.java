// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What {@code map} works on: the lines of a file, without their ends, or the files of a folder by
 * path. One thread asks for items; labels are thread-safe.
 */
final class MapInput implements Closeable {
  /** No node takes larger values. */
  private static final int ITEM_BYTES_MAX = 2 << 20;

  /** Their names are kept in memory. */
  private static final int FILES_MAX = 1_000_000;

  private static final int BUFFER_BYTES = 1 << 16;

  private final Iterator<ByteString> items;
  private final LongFunction<String> labels;
  private final Closeable source;

  private MapInput(Iterator<ByteString> items, LongFunction<String> labels, Closeable source) {
    this.items = items;
    this.labels = labels;
    this.source = source;
  }

  /**
   * Opens a file, a folder, or standard input.
   *
   * @param name a path, or {@code -}; a file may end with {@code .zst} or {@code .gz}
   */
  static MapInput open(String name) {
    Path path = Path.of(name);
    try {
      if (name.equals("-")) {
        return lines(System.in, "standard input");
      }
      if (Files.isDirectory(path)) {
        return files(path);
      }
      InputStream bytes = Files.newInputStream(path);
      return lines(
          name.endsWith(".zst")
              ? new ZstdInputStream(bytes)
              : name.endsWith(".gz") ? new GZIPInputStream(bytes, BUFFER_BYTES) : bytes,
          name);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /** The items, in an order that is the same each time. */
  Iterator<ByteString> items() {
    return items;
  }

  /** What people know an item by: its line's number, from 1, or its file. */
  String label(long index) {
    return labels.apply(index);
  }

  private static MapInput lines(InputStream raw, String name) {
    var lines = new Lines(new BufferedInputStream(raw, BUFFER_BYTES), name);
    return new MapInput(lines, index -> Long.toString(index + 1), raw);
  }

  private static MapInput files(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).limit(FILES_MAX + 1L).sorted().toList();
    }
    if (files.size() > FILES_MAX) {
      throw MillraceException.of(Kind.CALLER, "too many files")
          .with("input", folder)
          .with("expected", "at most " + FILES_MAX + " files, or lines of one file");
    }
    return new MapInput(
        files.stream().map(MapInput::content).iterator(),
        index -> folder.relativize(files.get((int) index)).toString(),
        () -> {});
  }

  private static ByteString content(Path file) {
    try {
      if (Files.size(file) > ITEM_BYTES_MAX) {
        throw tooLarge(file.toString());
      }
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (IOException e) {
      throw unreadable(file.toString(), e);
    }
  }

  private static MillraceException tooLarge(String place) {
    return MillraceException.of(Kind.CALLER, "item is too large")
        .with("item", place)
        .with("expected", "at most " + ITEM_BYTES_MAX + " bytes");
  }

  private static MillraceException unreadable(String name, IOException e) {
    return MillraceException.of(Kind.CALLER, "input cannot be read", e)
        .with("input", name)
        .with("cause", e)
        .with("expected", "a file, a folder, or - for standard input");
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  /** Lines of any bytes; a line ends with LF or CR LF, and the last one need not end. */
  private static final class Lines implements Iterator<ByteString> {
    private final InputStream bytes;
    private final String name;
    private long number;
    private int first;
    private boolean isPeeked;

    private Lines(InputStream bytes, String name) {
      this.bytes = bytes;
      this.name = name;
    }

    @Override
    public boolean hasNext() {
      if (!isPeeked) {
        first = read();
        isPeeked = true;
      }
      return first >= 0;
    }

    @Override
    public ByteString next() {
      if (!hasNext()) {
        throw new NoSuchElementException(name + ": no more lines");
      }
      isPeeked = false;
      number++;
      var line = ByteString.newOutput();
      int last = -1;
      for (int at = first; at >= 0 && at != '\n'; at = read()) {
        if (line.size() >= ITEM_BYTES_MAX) {
          throw tooLarge(name + ":" + number);
        }
        line.write(at);
        last = at;
      }
      ByteString whole = line.toByteString();
      return last == '\r' ? whole.substring(0, whole.size() - 1) : whole;
    }

    private int read() {
      try {
        return bytes.read();
      } catch (IOException e) {
        throw unreadable(name, e);
      }
    }
  }
}
