// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.message;

import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CALLER;

import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Result;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@link Fields} as the services' messages have them. */
public final class FieldMessages {
  private FieldMessages() {}

  /**
   * The fields of a result, typed.
   *
   * @throws MillraceException BUG if one is of a type that this version does not know
   */
  public static Fields of(Result result) {
    return of(result.getFieldsMap());
  }

  /** The fields of any other message that a service answered; fails as {@link #of(Result)} does. */
  public static Fields of(Map<String, FieldValue> answered) {
    if (answered.isEmpty()) {
      return Fields.EMPTY;
    }
    FieldsBuilder fields = Fields.stored();
    for (var field : answered.entrySet()) {
      put(fields, BUG, "fields", field.getKey(), field.getValue());
    }
    return fields.build();
  }

  /**
   * The fields of a message that somebody asks with.
   *
   * @param path where they lie, for errors, such as {@code records[3].fields}
   * @throws MillraceException CALLER naming the field if it has no value, or one that is not
   *     allowed, or if its name is not
   */
  public static Fields check(String path, Map<String, FieldValue> asked) {
    if (asked.isEmpty()) {
      return Fields.EMPTY;
    }
    FieldsBuilder fields = Fields.builder();
    for (var field : asked.entrySet()) {
      try {
        put(fields, CALLER, path, field.getKey(), field.getValue());
      } catch (IllegalArgumentException e) {
        throw MillraceException.of(CALLER, "field is not allowed", e)
            .with("field", path)
            .with("problem", e.getMessage());
      }
    }
    return fields.build();
  }

  private static void put(
      FieldsBuilder fields, Kind otherwise, String path, String name, FieldValue value) {
    switch (value.getKindCase()) {
      case TEXT -> fields.put(name, value.getText());
      case LONG -> fields.put(name, value.getLong());
      case DOUBLE -> fields.put(name, value.getDouble());
      case BOOLEAN -> fields.put(name, value.getBoolean());
      case TIME_MS -> fields.putTimeMs(name, value.getTimeMs());
      case KIND_NOT_SET ->
          throw MillraceException.of(otherwise, "field has no value")
              .with("field", path + "." + name)
              .with("expected", "text, long, double, boolean or timeMs");
    }
  }

  /** The field at a place as a message. */
  public static FieldValue value(Fields fields, int index) {
    FieldValue.Builder value = FieldValue.newBuilder();
    switch (fields.type(index)) {
      case TEXT -> value.setText(fields.text(index));
      case LONG -> value.setLong(fields.longValue(index));
      case DOUBLE -> value.setDouble(fields.doubleValue(index));
      case BOOLEAN -> value.setBoolean(fields.booleanValue(index));
      case TIME -> value.setTimeMs(fields.timeMs(index));
    }
    return value.build();
  }

  /** All fields as a message has them, in their order. */
  public static Map<String, FieldValue> messages(Fields fields) {
    if (fields.isEmpty()) {
      return Map.of();
    }
    var messages = new LinkedHashMap<String, FieldValue>(2 * fields.size());
    for (int i = 0; i < fields.size(); i++) {
      messages.put(fields.name(i), value(fields, i));
    }
    return messages;
  }
}
