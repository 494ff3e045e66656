// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tables take on disk in an embedded Cassandra that was stopped. */
public final class TableFiles {
  private TableFiles() {}

  /**
   * Bytes of a table's files: {@code …/keyspace/table-id/file}.
   *
   * @param cassandra folder of the server
   * @throws IllegalStateException if there are none
   */
  public static long bytes(Path cassandra, String keyspace, String table) throws IOException {
    return files(cassandra, keyspace, table).stream().mapToLong(f -> f.toFile().length()).sum();
  }

  /**
   * Bytes of all files of all tables of a keyspace.
   *
   * @param cassandra folder of the server
   * @throws IllegalStateException if there are none
   */
  public static long bytes(Path cassandra, String keyspace) throws IOException {
    return files(cassandra, keyspace, "[^/]+").stream().mapToLong(f -> f.toFile().length()).sum();
  }

  /** How many sorted runs of rows a table has. */
  public static long dataFiles(Path cassandra, String keyspace, String table) throws IOException {
    return files(cassandra, keyspace, table).stream()
        .filter(file -> file.toString().endsWith("-Data.db"))
        .count();
  }

  private static List<Path> files(Path cassandra, String keyspace, String table)
      throws IOException {
    var place = Pattern.compile("/" + keyspace + "/" + table + "-[0-9a-f]{32}/[^/]+$");
    List<Path> found;
    try (Stream<Path> files = Files.walk(cassandra)) {
      found =
          files
              .filter(Files::isRegularFile)
              .filter(file -> place.matcher(file.toString()).find())
              .toList();
    }
    if (found.isEmpty()) {
      throw new IllegalStateException(
          "nothing on disk of " + keyspace + "." + table + " below " + cassandra);
    }
    return found;
  }
}
