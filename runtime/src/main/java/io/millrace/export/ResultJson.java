// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Base64;

/**
 * A result as one line of JSON: {@code key} and {@code value} as text, or {@code keyBase64} and
 * {@code valueBase64} where the bytes are not UTF-8; fields sorted by name, numbers as numbers,
 * truths as truths, a time as text in ISO 8601.
 */
public final class ResultJson {
  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private ResultJson() {}

  /** The object as text, without a line end. */
  public static String line(Result result) {
    var text = new StringWriter();
    try {
      write(result, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes the object without a line end. */
  public static void write(Result result, Writer out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      Position at = result.getPosition();
      json.writeStringField(
          "position", at.getPartition() + ":" + at.getBlock() + ":" + at.getIndex());
      if (result.hasKeyText()) {
        json.writeStringField("key", result.getKeyText());
      } else {
        bytes(json, "key", result.getKey());
      }
      if (result.hasValueText()) {
        json.writeStringField("value", result.getValueText());
      } else {
        bytes(json, "value", result.getValue());
      }
      if (result.hasEventTimeMs()) {
        json.writeNumberField("eventTimeMs", result.getEventTimeMs());
      }
      if (!result.getTag().isEmpty()) {
        json.writeStringField("tag", result.getTag());
      }
      json.writeObjectFieldStart("fields");
      write(FieldMessages.of(result), json);
      json.writeEndObject();
      json.writeEndObject();
    }
  }

  /** Writes each field under its name, into an object that is open. */
  public static void write(Fields fields, JsonGenerator json) throws IOException {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      switch (fields.type(i)) {
        case TEXT, TIME -> json.writeStringField(name, fields.display(i));
        case LONG -> json.writeNumberField(name, fields.longValue(i));
        case DOUBLE -> json.writeNumberField(name, fields.doubleValue(i));
        case BOOLEAN -> json.writeBooleanField(name, fields.booleanValue(i));
      }
    }
  }

  private static void bytes(JsonGenerator json, String name, ByteString bytes) throws IOException {
    json.writeStringField(name + "Base64", Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }
}
