// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.Locale;
import java.util.Optional;

/** A column of a job's results: one that every result has, or a field by its name. */
public sealed interface Column extends Expression permits Column.Own, Column.Field {

  /** The columns that every result has. */
  enum Own implements Column {
    /** The key. Bytes. */
    KEY,
    /** The value. Bytes. */
    VALUE,
    /** Empty for a main result, otherwise the side output's name. Text. */
    TAG,
    /** Event time of the record that caused the result; a result may have none. Time. */
    EVENT_TIME,
    /** Number of the partition. Long. */
    PARTITION,
    /** Number of the block in the partition's log, from 1. Long. */
    BLOCK,
    /** Place of the result in the block, from 0. Long. */
    IDX,
    /** All fields together; can be shown, and nothing else. */
    FIELDS;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The column of a name in letters of either case; empty if there is none. */
    public static Optional<Own> of(String name) {
      for (Own own : values()) {
        if (own.label.equalsIgnoreCase(name)) {
          return Optional.of(own);
        }
      }
      return Optional.empty();
    }

    /** The column's name. */
    public String label() {
      return label;
    }

    @Override
    public String sql() {
      return label;
    }
  }

  /**
   * A field. A result that does not have it has null there.
   *
   * @param name 1 character up
   */
  record Field(String name) implements Column {
    public Field {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("field name: empty (expected: 1 character up)");
      }
    }

    @Override
    public String sql() {
      return Names.quoted(name);
    }
  }

  /** The name without quotes. */
  default String title() {
    return this instanceof Field field ? field.name() : sql();
  }
}
