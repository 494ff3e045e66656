// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files with DuckDB, which has a Parquet reader and a JSON reader of its own. */
final class DuckDb implements AutoCloseable {
  private final Connection connection;

  private DuckDb(Connection connection) {
    this.connection = connection;
  }

  static DuckDb open() throws SQLException {
    return new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
  }

  /** A file or pattern as a table. */
  static String parquet(Path files) {
    return "read_parquet('" + files + "')";
  }

  /** All rows, each value as text, null where it is null. */
  List<List<@Nullable String>> rows(String query) throws SQLException {
    try (var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      var rows = new ArrayList<List<@Nullable String>>();
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        var row = new ArrayList<@Nullable String>(columns);
        for (int i = 1; i <= columns; i++) {
          row.add(found.getString(i));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  /** The type of each column of a table, by name, in order. */
  Map<String, String> types(String table) throws SQLException {
    var types = new LinkedHashMap<String, String>();
    for (List<@Nullable String> row : rows("DESCRIBE SELECT * FROM " + table)) {
      types.put(String.valueOf(row.get(0)), String.valueOf(row.get(1)));
    }
    return types;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
