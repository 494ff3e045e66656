// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import io.millrace.model.FieldType;
import io.millrace.model.FieldsBuilder;
import org.jspecify.annotations.Nullable;

/** One field of one type, by result. Not thread-safe. */
final class FieldValues {
  private final String name;
  private final FieldType type;
  private final Presence presence;
  private final long[] numbers;
  private final @Nullable Strings texts;

  /**
   * What a column of a field held.
   *
   * @param numbers longs and times, doubles by their bits, booleans as 0 or 1; none if text
   * @param texts null if it is no text
   */
  FieldValues(
      String name,
      FieldType type,
      Presence presence,
      long[] numbers,
      @Nullable Strings texts) {
    this.name = name;
    this.type = type;
    this.presence = presence;
    this.numbers = numbers;
    this.texts = texts;
  }

  String name() {
    return name;
  }

  FieldType type() {
    return type;
  }

  Presence presence() {
    return presence;
  }

  /** The place of a result's value; below zero if the result has none. */
  int place(int result) {
    return presence.place(result);
  }

  long number(int place) {
    return numbers[place];
  }

  String text(int place) {
    Strings strings = texts;
    if (strings == null) {
      throw new IllegalStateException("field " + name + ": " + type.label() + " (expected: text)");
    }
    return strings.text(place);
  }

  /** Adds the field, if the result has it. */
  void addTo(FieldsBuilder fields, int result) {
    int place = presence.place(result);
    if (place < 0) {
      return;
    }
    switch (type) {
      case TEXT -> fields.put(name, text(place));
      case LONG -> fields.put(name, numbers[place]);
      case DOUBLE -> fields.put(name, Double.longBitsToDouble(numbers[place]));
      case BOOLEAN -> fields.put(name, numbers[place] != 0);
      case TIME -> fields.putTimeMs(name, numbers[place]);
    }
  }
}
