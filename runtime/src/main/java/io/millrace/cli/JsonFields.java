// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.model.Fields;
import io.millrace.model.FieldsBuilder;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;

/** Reads a JSON object as {@link Fields}. */
final class JsonFields {
  private static final String EXPECTED = "text, a number, true or false";

  private JsonFields() {}

  /**
   * Reads fields; a missing node stands for none.
   *
   * @param line where they lie, for errors
   * @throws MillraceException CALLER naming line, field and what was expected
   */
  static Fields read(JsonNode node, String line) {
    if (node.isMissingNode()) {
      return Fields.EMPTY;
    }
    if (!node.isObject()) {
      throw wrong(line, "fields", kind(node), "an object of names and values");
    }
    FieldsBuilder fields = Fields.builder();
    for (var field : node.properties()) {
      try {
        put(fields, field.getKey(), field.getValue(), line);
      } catch (IllegalArgumentException e) {
        throw MillraceException.of(Kind.CALLER, "field is not allowed", e)
            .with("line", line)
            .with("problem", e.getMessage());
      }
    }
    return fields.build();
  }

  private static void put(FieldsBuilder fields, String name, JsonNode value, String line) {
    if (value.isTextual()) {
      fields.put(name, value.textValue());
    } else if (value.isBoolean()) {
      fields.put(name, value.booleanValue());
    } else if (value.isIntegralNumber()) {
      if (!value.canConvertToLong()) {
        throw wrong(line, name, value.asText(), "a whole number from -2^63 to 2^63-1");
      }
      fields.put(name, value.longValue());
    } else if (value.isNumber()) {
      fields.put(name, value.doubleValue());
    } else {
      throw wrong(line, name, kind(value), EXPECTED);
    }
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> "null";
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      default -> value.toString();
    };
  }

  private static MillraceException wrong(
      String line, String field, String actual, String expected) {
    return MillraceException.of(Kind.CALLER, "field is not allowed")
        .with("line", line)
        .with("field", field)
        .with("expected", expected)
        .with("actual", actual);
  }
}
