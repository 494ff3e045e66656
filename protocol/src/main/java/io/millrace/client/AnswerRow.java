// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.ByteString;
import io.millrace.message.FieldMessages;
import io.millrace.v1.QueryRow;
import io.millrace.v1.QueryValue;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of an answer, its values typed. Values are asked for by place, from 0, or by the column's
 * title; a title that is not there is an {@link IllegalArgumentException}, and so is a value of
 * another type. Immutable, thread-safe.
 */
public final class AnswerRow {
  private final List<String> titles;
  private final Map<String, Integer> places;
  private final QueryRow row;

  AnswerRow(List<String> titles, Map<String, Integer> places, QueryRow row) {
    this.titles = titles;
    this.places = places;
    this.row = row;
  }

  /** The titles of the columns, in order. */
  public List<String> titles() {
    return titles;
  }

  /**
   * A value: null, String, Long, Double, Boolean, Instant, ByteString, {@link
   * io.millrace.model.Fields} or {@link io.millrace.v1.TopTexts}.
   */
  public @Nullable Object value(int place) {
    QueryValue value = row.getValues(place);
    return switch (value.getKindCase()) {
      case TEXT -> value.getText();
      case LONG -> value.getLong();
      case DOUBLE -> value.getDouble();
      case BOOLEAN -> value.getBoolean();
      case TIME_MS -> Instant.ofEpochMilli(value.getTimeMs());
      case BYTES -> value.getBytes();
      case FIELDS -> FieldMessages.of(value.getFields().getFieldsMap());
      case TOP -> value.getTop();
      case KIND_NOT_SET -> null;
    };
  }

  /** A value by title, as {@link #value(int)}; of equal titles the first. */
  public @Nullable Object value(String title) {
    Integer place = places.get(title);
    if (place == null) {
      throw new IllegalArgumentException("column " + title + " (expected: one of " + titles + ")");
    }
    return value(place);
  }

  /** A text; empty if it is null. */
  public Optional<String> text(String title) {
    return of(title, String.class);
  }

  /** A whole number; empty if it is null. */
  public Optional<Long> whole(String title) {
    return of(title, Long.class);
  }

  /** A number, a whole one widened; empty if it is null. */
  public Optional<Double> number(String title) {
    Object value = value(title);
    return value instanceof Long whole ? Optional.of((double) whole) : of(title, Double.class);
  }

  /** A truth; empty if it is null. */
  public Optional<Boolean> truth(String title) {
    return of(title, Boolean.class);
  }

  /** A time; empty if it is null. */
  public Optional<Instant> time(String title) {
    return of(title, Instant.class);
  }

  /** Bytes, of a text its UTF-8; empty if it is null. */
  public Optional<ByteString> bytes(String title) {
    Object value = value(title);
    return value instanceof String text
        ? Optional.of(ByteString.copyFromUtf8(text))
        : of(title, ByteString.class);
  }

  private <T> Optional<T> of(String title, Class<T> type) {
    Object value = value(title);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          "column "
              + title
              + ": "
              + value.getClass().getSimpleName()
              + " (expected: "
              + type.getSimpleName()
              + ")");
    }
    return Optional.ofNullable(value).map(type::cast);
  }
}
