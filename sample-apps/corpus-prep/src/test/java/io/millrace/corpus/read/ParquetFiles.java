// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Makes Parquet files with DuckDB, which has a writer of its own. */
final class ParquetFiles {
  private ParquetFiles() {}

  /** The rows of a query as a file. */
  static Path write(Path file, String query, String options) {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute("copy (" + query + ") to '" + file + "' (format parquet, " + options + ")");
      return file;
    } catch (SQLException e) {
      throw new IllegalStateException("no Parquet file", e);
    }
  }
}
