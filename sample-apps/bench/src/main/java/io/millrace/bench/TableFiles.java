// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tables take on disk in an embedded Cassandra that was stopped. */
final class TableFiles {
  private TableFiles() {}

  /**
   * Bytes of a table's files: {@code …/keyspace/table-id/file}.
   *
   * @param cassandra folder of the server
   * @throws IllegalStateException if there are none
   */
  static long bytes(Path cassandra, String keyspace, String table) throws IOException {
    var place = Pattern.compile("/" + keyspace + "/" + table + "-[0-9a-f]{32}/[^/]+$");
    long sum;
    try (Stream<Path> files = Files.walk(cassandra)) {
      sum =
          files
              .filter(Files::isRegularFile)
              .filter(file -> place.matcher(file.toString()).find())
              .mapToLong(file -> file.toFile().length())
              .sum();
    }
    if (sum == 0) {
      throw new IllegalStateException(
          "nothing on disk of " + keyspace + "." + table + " below " + cassandra);
    }
    return sum;
  }
}
