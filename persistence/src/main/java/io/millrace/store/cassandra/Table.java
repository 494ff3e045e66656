// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Definition of one table.
 *
 * @param name without keyspace
 * @param columns lines of {@code name type}, with commas between
 * @param partitionKey names of its columns
 * @param clustering names of the columns that order the rows of a partition
 * @param options what stands behind WITH; empty for none
 */
record Table(
    String name,
    List<String> columns,
    List<String> partitionKey,
    List<String> clustering,
    String options) {
  /** A comma that is not inside of a type's angle brackets. */
  private static final String BETWEEN_COLUMNS = ", (?![^<]*>)";

  /** The statement that creates it. */
  String create(String keyspace) {
    return "CREATE TABLE IF NOT EXISTS "
        + keyspace
        + "."
        + name
        + " (\n  "
        + String.join(",\n  ", columns)
        + ",\n  PRIMARY KEY (("
        + String.join(", ", partitionKey)
        + ")"
        + (clustering.isEmpty() ? "" : ", " + String.join(", ", clustering))
        + ")\n)"
        + (options.isEmpty() ? "" : " WITH " + options);
  }

  /** Types of the columns by name, in order. */
  Map<String, String> types() {
    var types = new LinkedHashMap<String, String>();
    for (String line : columns) {
      for (String column : line.split(BETWEEN_COLUMNS, -1)) {
        int space = column.indexOf(' ');
        types.put(column.substring(0, space), column.substring(space + 1));
      }
    }
    return types;
  }

  /** The statement that adds a column to a table of an older Millrace. */
  String addColumn(String keyspace, String column) {
    return "ALTER TABLE %s.%s ADD IF NOT EXISTS %s %s"
        .formatted(keyspace, name, column, types().get(column));
  }
}
