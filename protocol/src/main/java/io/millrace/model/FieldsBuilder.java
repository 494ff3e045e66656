// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.time.Instant;
import java.util.Arrays;

/**
 * Gathers {@link Fields}. Putting a name again replaces its value and type, so that a record's own
 * fields can be passed on with some of them overridden. Every method that puts throws an {@link
 * IllegalArgumentException} that names the field if a name is empty, longer than {@link
 * Fields#NAME_LENGTH_MAX} or holds half a surrogate pair, if there are more than {@link
 * Fields#COUNT_MAX} fields, or if the value is not allowed. Not thread-safe.
 */
public final class FieldsBuilder {
  private static final int CAPACITY = 4;

  private final boolean bounded;
  private String[] names = new String[CAPACITY];
  private FieldType[] types = new FieldType[CAPACITY];
  private long[] bits = new long[CAPACITY];
  private String[] texts = new String[CAPACITY];
  private int size;
  private Fields last = Fields.EMPTY;

  FieldsBuilder(boolean bounded) {
    this.bounded = bounded;
  }

  /** Puts a text. */
  public FieldsBuilder put(String name, String value) {
    return put(name, FieldType.TEXT, 0, value);
  }

  /** Puts a whole number. */
  public FieldsBuilder put(String name, long value) {
    return put(name, FieldType.LONG, value, "");
  }

  /**
   * Puts a number. NaN and infinite are refused: they have no JSON form and no place in an order.
   */
  public FieldsBuilder put(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "field " + name + ": " + value + " (expected: a finite number)");
    }
    return put(name, FieldType.DOUBLE, Double.doubleToRawLongBits(value), "");
  }

  /** Puts a truth. */
  public FieldsBuilder put(String name, boolean value) {
    return put(name, FieldType.BOOLEAN, value ? 1 : 0, "");
  }

  /** Puts a time; what is finer than a millisecond is cut off. */
  public FieldsBuilder put(String name, Instant value) {
    try {
      return putTimeMs(name, value.toEpochMilli());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "field " + name + ": " + value + " (expected: a time that fits in 2^63 ms)", e);
    }
  }

  /** Puts a time. Unit: milliseconds since 1970-01-01T00:00Z. */
  public FieldsBuilder putTimeMs(String name, long timeMs) {
    return put(name, FieldType.TIME, timeMs, "");
  }

  /** Puts a String, Long, Integer, Double, Float, Boolean or Instant; others are refused. */
  public FieldsBuilder putAny(String name, Object value) {
    if (value instanceof String text) {
      return put(name, text);
    }
    if (value instanceof Long || value instanceof Integer) {
      return put(name, ((Number) value).longValue());
    }
    if (value instanceof Double || value instanceof Float) {
      return put(name, ((Number) value).doubleValue());
    }
    if (value instanceof Boolean truth) {
      return put(name, truth.booleanValue());
    }
    if (value instanceof Instant time) {
      return put(name, time);
    }
    throw new IllegalArgumentException(
        "field "
            + name
            + ": "
            + value.getClass().getName()
            + " (expected: String, Long, Integer, Double, Float, Boolean or Instant)");
  }

  /** Puts all of these. */
  public FieldsBuilder putAll(Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      put(fields, i);
    }
    return this;
  }

  /**
   * Puts one of these.
   *
   * @param i its place, 0 to {@code fields.size() - 1}
   */
  public FieldsBuilder put(Fields fields, int i) {
    String name = fields.name(i);
    return switch (fields.type(i)) {
      case TEXT -> put(name, fields.text(i));
      case LONG -> put(name, fields.longValue(i));
      case DOUBLE -> put(name, fields.doubleValue(i));
      case BOOLEAN -> put(name, fields.booleanValue(i));
      case TIME -> putTimeMs(name, fields.timeMs(i));
    };
  }

  /** Starts again without any. */
  public FieldsBuilder clear() {
    size = 0;
    return this;
  }

  /** The fields; the builder may go on. Those with names and types of those before share them. */
  public Fields build() {
    if (size == 0) {
      return Fields.EMPTY;
    }
    if (!last.hasShape(names, types, size)) {
      last =
          new Fields(
              Arrays.copyOf(names, size),
              Arrays.copyOf(types, size),
              Arrays.copyOf(bits, size),
              Arrays.copyOf(texts, size));
      return last;
    }
    return last.with(Arrays.copyOf(bits, size), Arrays.copyOf(texts, size));
  }

  private FieldsBuilder put(String name, FieldType type, long value, String text) {
    int at = placeOf(name);
    if (at < 0) {
      at = -at - 1;
      makeRoom(name, at);
    }
    names[at] = name;
    types[at] = type;
    bits[at] = value;
    texts[at] = text;
    return this;
  }

  /** Names mostly come in their order: then the place is the end. */
  private int placeOf(String name) {
    return size == 0 || names[size - 1].compareTo(name) < 0
        ? -size - 1
        : Arrays.binarySearch(names, 0, size, name);
  }

  private void makeRoom(String name, int at) {
    if (bounded) {
      check(name);
    }
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      types = Arrays.copyOf(types, 2 * size);
      bits = Arrays.copyOf(bits, 2 * size);
      texts = Arrays.copyOf(texts, 2 * size);
    }
    int behind = size - at;
    System.arraycopy(names, at, names, at + 1, behind);
    System.arraycopy(types, at, types, at + 1, behind);
    System.arraycopy(bits, at, bits, at + 1, behind);
    System.arraycopy(texts, at, texts, at + 1, behind);
    size++;
  }

  private void check(String name) {
    if (name.isEmpty() || name.length() > Fields.NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "field name: "
              + (name.isEmpty() ? "empty" : name.length() + " characters")
              + " (expected: 1 to "
              + Fields.NAME_LENGTH_MAX
              + " characters)");
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        if (!Character.isSurrogatePair(
            name.charAt(i), i + 1 < name.length() ? name.charAt(i + 1) : 0)) {
          throw new IllegalArgumentException(
              "field name: half a surrogate pair at " + i + " (expected: whole characters)");
        }
        i++;
      }
    }
    if (size == Fields.COUNT_MAX) {
      throw new IllegalArgumentException(
          "field "
              + name
              + ": number "
              + (size + 1)
              + " (expected: at most "
              + Fields.COUNT_MAX
              + ")");
    }
  }
}
