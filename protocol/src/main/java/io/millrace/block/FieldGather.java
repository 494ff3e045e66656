// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which fields a block's results have, and where: one place after the other, a record's
 * fields being mostly those of the record before. Keeps its arrays for the next block. Not
 * thread-safe.
 */
final class FieldGather {
  /** Columns of fields, at most; a block with more is written row by row. */
  static final int COLUMNS_MAX = 256;

  /** Characters of their names together, at most. */
  private static final int NAMES_LENGTH_MAX = 1 << 14;

  private static final Comparator<Found> ORDER =
      Comparator.comparing((Found f) -> f.name).thenComparing(f -> f.type.code());

  private final List<Found> kept = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final Map<String, List<Found>> byName = new HashMap<>();
  private final Found[] guesses = new Found[COLUMNS_MAX];
  private int namesLength;

  /** One field of one type. */
  static final class Found {
    String name = "";
    FieldType type = FieldType.TEXT;
    int count;

    /** The results that have it, and its place in the fields of each. */
    int[] rows = new int[16];

    int[] places = new int[16];

    private void add(int row, int place) {
      if (count == rows.length) {
        rows = Arrays.copyOf(rows, 2 * count);
        places = Arrays.copyOf(places, 2 * count);
      }
      rows[count] = row;
      places[count++] = place;
    }
  }

  /**
   * Finds all fields.
   *
   * @return whether they are few enough for columns: no more than results
   */
  boolean gather(List<ResultRecord> results) {
    clear();
    int columnsMax = Math.min(COLUMNS_MAX, results.size());
    for (int row = 0; row < results.size(); row++) {
      Fields fields = results.get(row).fields();
      if (fields.size() > columnsMax) {
        return false;
      }
      for (int i = 0; i < fields.size(); i++) {
        Found column = columnOf(fields, i);
        if (found.size() > columnsMax || namesLength > NAMES_LENGTH_MAX) {
          return false;
        }
        column.add(row, i);
      }
    }
    found.sort(ORDER);
    return true;
  }

  private Found columnOf(Fields fields, int i) {
    String name = fields.name(i);
    FieldType type = fields.type(i);
    Found guess = i < guesses.length ? guesses[i] : null;
    if (guess != null && guess.type == type && guess.name.equals(name)) {
      return guess;
    }
    List<Found> types = byName.computeIfAbsent(name, n -> new ArrayList<>(1));
    for (Found known : types) {
      if (known.type == type) {
        guesses[i] = known;
        return known;
      }
    }
    var added = kept.size() > found.size() ? kept.get(found.size()) : new Found();
    if (kept.size() == found.size()) {
      kept.add(added);
    }
    added.name = name;
    added.type = type;
    added.count = 0;
    namesLength += name.length();
    types.add(added);
    found.add(added);
    guesses[i] = added;
    return added;
  }

  /** The columns by name and type; valid until the next gathering. */
  List<Found> columns() {
    return found;
  }

  /** Lets go of names, and of places that were many. */
  void clear() {
    kept.removeIf(f -> f.rows.length > 1 << 17);
    kept.forEach(f -> f.name = "");
    found.clear();
    byName.clear();
    Arrays.fill(guesses, null);
    namesLength = 0;
  }
}
