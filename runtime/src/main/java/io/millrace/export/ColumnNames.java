// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.model.FieldType;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Names a column per field and type. A field of one type gives its column its name. If it has
 * several types, or its name is that of a column which every file has, or differs from another
 * field's in upper and lower case only (which many readers do not tell apart), the type follows:
 * {@code size_long}, {@code size_text}; and a number if that is taken. Columns of an earlier export
 * keep their names and come first. Not thread-safe.
 */
final class ColumnNames {
  /** Most columns of a file; a writer holds buffers for each. */
  static final int COLUMNS_MAX = 2_000;

  /** Columns that every file has. */
  static final List<String> FIXED =
      List.of("key", "value", "event_time", "tag", "partition", "block", "index");

  private final List<TypedColumn> base;
  private final TreeMap<String, TreeSet<FieldType>> seen = new TreeMap<>();
  private int count;

  /**
   * @param base columns of an earlier export, empty for none
   */
  ColumnNames(List<TypedColumn> base) {
    this.base = base;
    base.forEach(column -> see(column.field(), column.type()));
  }

  /**
   * A result has this.
   *
   * @throws MillraceException CALLER if there are too many columns
   */
  void see(String field, FieldType type) {
    if (!seen.computeIfAbsent(field, name -> new TreeSet<>()).add(type)) {
      return;
    }
    if (++count > COLUMNS_MAX) {
      throw MillraceException.of(Kind.CALLER, "too many fields for a file with a column for each")
          .with("field", field)
          .with("expected", "at most " + COLUMNS_MAX + " names and types; export as jsonl.zst");
    }
  }

  /** The columns: those of the earlier export, then the others by field and type. */
  List<TypedColumn> columns() {
    var columns = new ArrayList<TypedColumn>(base);
    Set<String> taken = new HashSet<>(FIXED);
    base.forEach(column -> taken.add(lower(column.name())));
    Map<String, Integer> fieldsOfName = new HashMap<>();
    seen.keySet().forEach(field -> fieldsOfName.merge(lower(field), 1, Integer::sum));
    var known = new HashSet<Place>();
    base.forEach(column -> known.add(new Place(column.field(), column.type())));
    seen.forEach(
        (field, types) -> {
          boolean plain = types.size() == 1 && fieldsOfName.getOrDefault(lower(field), 0) == 1;
          for (FieldType type : types) {
            if (!known.contains(new Place(field, type))) {
              String name = free(plain ? field : field + "_" + type.label(), type, plain, taken);
              taken.add(lower(name));
              columns.add(new TypedColumn(name, field, type));
            }
          }
        });
    return columns;
  }

  private record Place(String field, FieldType type) {}

  private static String free(String wanted, FieldType type, boolean plain, Set<String> taken) {
    String name = wanted;
    if (plain && taken.contains(lower(name))) {
      name = wanted + "_" + type.label();
    }
    String stem = name;
    for (int number = 2; taken.contains(lower(name)); number++) {
      name = stem + "_" + number;
    }
    return name;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
