// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Named, typed facts beside a value, in the order of their names (by UTF-16 code unit). Immutable
 * and thread-safe; kept in plain arrays, so that a number is never boxed.
 *
 * <p>Looked up by name, a field that is not there is empty, and one of another type is an {@link
 * IllegalArgumentException} that names field, type and expected type. Read by index, from 0 to
 * {@link #size} - 1, a wrong type is the same, and a wrong index an {@link
 * IndexOutOfBoundsException}.
 */
public final class Fields {
  /** Most fields that a {@link FieldsBuilder} takes. */
  public static final int COUNT_MAX = 1_000;

  /** Longest name that a {@link FieldsBuilder} takes. Unit: UTF-16 code units. */
  public static final int NAME_LENGTH_MAX = 200;

  /** No fields. */
  public static final Fields EMPTY =
      new Fields(new String[0], new FieldType[0], new long[0], new String[0]);

  private final String[] names;
  private final FieldType[] types;
  private final long[] bits;
  private final String[] texts;
  private final boolean textOnly;

  /**
   * Takes over the arrays.
   *
   * @param names ascending, none twice
   * @param bits the value of what is no text: a long or a time itself, a double's bits, a boolean
   *     as 0 or 1
   * @param texts the value of what is text, otherwise empty
   */
  Fields(String[] names, FieldType[] types, long[] bits, String[] texts) {
    this.names = names;
    this.types = types;
    this.bits = bits;
    this.texts = texts;
    boolean only = true;
    for (FieldType type : types) {
      only &= type == FieldType.TEXT;
    }
    this.textOnly = only;
  }

  /** Whether these have just those names, by identity, and types. */
  boolean hasShape(String[] otherNames, FieldType[] otherTypes, int size) {
    if (names.length != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!isSame(names[i], otherNames[i]) || types[i] != otherTypes[i]) {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // A cheap test that may miss, but never errs.
  private static boolean isSame(String name, String other) {
    return name == other;
  }

  /** The same names and types with other values, which are taken over. */
  Fields with(long[] otherBits, String[] otherTexts) {
    return new Fields(names, types, otherBits, otherTexts);
  }

  /** Starts fields. */
  public static FieldsBuilder builder() {
    return new FieldsBuilder(true);
  }

  /**
   * Starts fields without a bound on their number and names: for what is read back from where it
   * was stored, or comes from another node, and was checked when it was made.
   */
  public static FieldsBuilder stored() {
    return new FieldsBuilder(false);
  }

  /** One text. */
  public static Fields of(String name, String value) {
    return builder().put(name, value).build();
  }

  /** One whole number. */
  public static Fields of(String name, long value) {
    return builder().put(name, value).build();
  }

  /** One number; finite. */
  public static Fields of(String name, double value) {
    return builder().put(name, value).build();
  }

  /** One truth. */
  public static Fields of(String name, boolean value) {
    return builder().put(name, value).build();
  }

  /** One time, to the millisecond. */
  public static Fields of(String name, Instant value) {
    return builder().put(name, value).build();
  }

  /** Two fields; values as for {@link FieldsBuilder#putAny}. */
  public static Fields of(String name1, Object value1, String name2, Object value2) {
    return builder().putAny(name1, value1).putAny(name2, value2).build();
  }

  /** Three fields; values as for {@link FieldsBuilder#putAny}. */
  public static Fields of(
      String name1, Object value1, String name2, Object value2, String name3, Object value3) {
    return builder().putAny(name1, value1).putAny(name2, value2).putAny(name3, value3).build();
  }

  /** These fields, to be changed and added to. */
  public FieldsBuilder toBuilder() {
    return builder().putAll(this);
  }

  /** How many there are. */
  public int size() {
    return names.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return names.length == 0;
  }

  /** Whether no field is anything but text; also true if there are none. */
  public boolean isTextOnly() {
    return textOnly;
  }

  /** The place of a field, or a negative number if it is not there. */
  public int indexOf(String name) {
    return Arrays.binarySearch(names, name);
  }

  /** Whether a field is there, of whatever type. */
  public boolean contains(String name) {
    return indexOf(name) >= 0;
  }

  /** A field's name. */
  public String name(int index) {
    return names[index];
  }

  /** A field's type. */
  public FieldType type(int index) {
    return types[index];
  }

  /** A field's type, if it is there. */
  public Optional<FieldType> type(String name) {
    int i = indexOf(name);
    return i < 0 ? Optional.empty() : Optional.of(types[i]);
  }

  /** The text at a place. */
  public String text(int index) {
    expect(index, FieldType.TEXT);
    return texts[index];
  }

  /** A text. */
  public Optional<String> text(String name) {
    int i = indexOf(name);
    return i < 0 ? Optional.empty() : Optional.of(text(i));
  }

  /** The whole number at a place. */
  public long longValue(int index) {
    expect(index, FieldType.LONG);
    return bits[index];
  }

  /** A whole number. */
  public OptionalLong longValue(String name) {
    int i = indexOf(name);
    return i < 0 ? OptionalLong.empty() : OptionalLong.of(longValue(i));
  }

  /** The number at a place; a whole number is widened, as in Java. */
  public double doubleValue(int index) {
    if (types[index] == FieldType.LONG) {
      return bits[index];
    }
    expect(index, FieldType.DOUBLE);
    return Double.longBitsToDouble(bits[index]);
  }

  /** A number; a whole number is widened, as in Java. */
  public OptionalDouble doubleValue(String name) {
    int i = indexOf(name);
    return i < 0 ? OptionalDouble.empty() : OptionalDouble.of(doubleValue(i));
  }

  /** The truth at a place. */
  public boolean booleanValue(int index) {
    expect(index, FieldType.BOOLEAN);
    return bits[index] != 0;
  }

  /** A truth. */
  public Optional<Boolean> booleanValue(String name) {
    int i = indexOf(name);
    return i < 0 ? Optional.empty() : Optional.of(booleanValue(i));
  }

  /** The time at a place. Unit: milliseconds since 1970-01-01T00:00Z. */
  public long timeMs(int index) {
    expect(index, FieldType.TIME);
    return bits[index];
  }

  /** A time. Unit: milliseconds since 1970-01-01T00:00Z. */
  public OptionalLong timeMs(String name) {
    int i = indexOf(name);
    return i < 0 ? OptionalLong.empty() : OptionalLong.of(timeMs(i));
  }

  /** The value at a place for people, whatever its type; a time as ISO 8601 in UTC. */
  public String display(int index) {
    return switch (types[index]) {
      case TEXT -> texts[index];
      case LONG -> Long.toString(bits[index]);
      case DOUBLE -> Double.toString(Double.longBitsToDouble(bits[index]));
      case BOOLEAN -> Boolean.toString(bits[index] != 0);
      case TIME -> Instant.ofEpochMilli(bits[index]).toString();
    };
  }

  /** About how many bytes they take, as stored and in messages. */
  public int weight() {
    int bytes = 0;
    for (int i = 0; i < names.length; i++) {
      bytes += names[i].length() + (types[i] == FieldType.TEXT ? texts[i].length() : Long.BYTES);
    }
    return bytes;
  }

  private void expect(int index, FieldType expected) {
    if (types[index] != expected) {
      throw new IllegalArgumentException(
          "field "
              + names[index]
              + ": "
              + types[index].label()
              + " (expected: "
              + expected.label()
              + ")");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || (other instanceof Fields that
            && Arrays.equals(names, that.names)
            && Arrays.equals(types, that.types)
            && Arrays.equals(bits, that.bits)
            && Arrays.equals(texts, that.texts));
  }

  @Override
  public int hashCode() {
    return (Arrays.hashCode(names) * 31 + Arrays.hashCode(bits)) * 31 + Arrays.hashCode(texts);
  }

  /** {@code {lang=en, length=12}}, for people. */
  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (int i = 0; i < names.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(display(i));
    }
    return text.append('}').toString();
  }
}
