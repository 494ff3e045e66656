// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The last position printed of each partition, in a file: a line PARTITION:BLOCK:INDEX each. It is
 * replaced as a whole, so whoever reads it finds the old one or the new one. Not thread-safe.
 */
final class PositionFile {
  private final Path file;
  private final TreeMap<Integer, Position> positions = new TreeMap<>();

  private PositionFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file; one that is not there yet is empty.
   *
   * @throws MillraceException CALLER if it cannot be read, or a line is no position
   */
  static PositionFile open(Path file) {
    var positions = new PositionFile(file);
    if (Files.exists(file)) {
      try {
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
          if (!line.isBlank()) {
            positions.add(position(file.toString(), line.strip()));
          }
        }
      } catch (IOException e) {
        throw MillraceException.of(Kind.CALLER, "position file cannot be read", e)
            .with("file", file)
            .with("cause", e)
            .with("expected", "a file that tail wrote, or none");
      }
    }
    return positions;
  }

  /** Reads a position; {@code where} says in errors where it stands. */
  static Position position(String where, String text) {
    if (!text.matches("\\d{1,9}:\\d{1,18}:\\d{1,9}")) {
      throw MillraceException.of(Kind.CALLER, where + " is no position")
          .with("value", text)
          .with("expected", "PARTITION:BLOCK:INDEX such as 3:17:4");
    }
    String[] parts = text.split(":");
    return Position.newBuilder()
        .setPartition(Integer.parseInt(parts[0]))
        .setBlock(Long.parseLong(parts[1]))
        .setIndex(Integer.parseInt(parts[2]))
        .build();
  }

  List<Position> positions() {
    return List.copyOf(positions.values());
  }

  /** Notes a position, in place of an earlier one of its partition. */
  void add(Position position) {
    positions.put(position.getPartition(), position);
  }

  /** Writes all positions to the disk. */
  void save() {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    var lines = new ArrayList<String>();
    for (Position p : positions.values()) {
      lines.add(p.getPartition() + ":" + p.getBlock() + ":" + p.getIndex());
    }
    try {
      Files.write(next, lines, StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "position file cannot be written", e)
          .with("file", file)
          .with("cause", e)
          .with("expected", "a folder that exists, with room and permission");
    }
  }
}
