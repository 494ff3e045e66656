// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures in rows, for people or for programs. Not thread-safe. */
final class Table {
  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /**
   * @param columns names in lower case, with the unit behind the last dash
   */
  Table(String... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row; one value for each column. */
  void add(Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + columns.size() + ")");
    }
    rows.add(List.of(values));
  }

  /** Prints aligned columns, or one JSON array of objects. */
  void print(PrintWriter out, boolean json) {
    if (json) {
      out.println(json());
    } else {
      text(out);
    }
    out.flush();
  }

  private String json() {
    var objects = new ArrayList<Map<String, Object>>();
    for (List<Object> row : rows) {
      var object = new LinkedHashMap<String, Object>();
      for (int i = 0; i < row.size(); i++) {
        object.put(columns.get(i), row.get(i));
      }
      objects.add(object);
    }
    try {
      return new ObjectMapper().writeValueAsString(objects);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("figures that are no JSON", e);
    }
  }

  private void text(PrintWriter out) {
    var lines = new ArrayList<List<String>>();
    lines.add(columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList());
    rows.forEach(row -> lines.add(row.stream().map(Table::text).toList()));
    for (List<String> line : lines) {
      var text = new StringBuilder();
      for (int i = 0; i < line.size(); i++) {
        int column = i;
        int width = lines.stream().mapToInt(l -> l.get(column).length()).max().orElse(0);
        text.append(" ".repeat(width - line.get(i).length() + (i == 0 ? 0 : 2)));
        text.append(line.get(i));
      }
      out.println(text);
    }
  }

  private static String text(Object value) {
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
    }
    return value.toString();
  }
}
