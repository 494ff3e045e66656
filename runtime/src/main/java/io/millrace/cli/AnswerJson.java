// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.export.ResultJson;
import io.millrace.model.Fields;
import io.millrace.v1.Position;
import io.millrace.v1.QueryEnd;
import io.millrace.v1.TopText;
import io.millrace.v1.TopTexts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Answers as JSON: numbers as numbers, times as text in ISO 8601, bytes that are no UTF-8 as an
 * object with {@code base64}.
 */
final class AnswerJson {
  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final PrintWriter out;

  AnswerJson(PrintWriter out) {
    this.out = out;
  }

  /** One object a row. */
  void lines(Answer answer) {
    while (answer.hasNext()) {
      AnswerRow row = answer.next();
      try (JsonGenerator json = JSON.createGenerator(out)) {
        json.writeStartObject();
        for (int i = 0; i < row.titles().size(); i++) {
          json.writeFieldName(row.titles().get(i));
          value(json, row.value(i));
        }
        json.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out.println();
      out.flush();
    }
  }

  /** One object with columns, snapshot, rows and the next page's token. */
  void object(Answer answer) {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeArrayFieldStart("columns");
      for (String title : answer.titles()) {
        json.writeString(title);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("snapshot");
      for (Position position : answer.snapshot()) {
        json.writeNumberField(Integer.toString(position.getPartition()), position.getBlock());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("rows");
      while (answer.hasNext()) {
        AnswerRow row = answer.next();
        json.writeStartArray();
        for (int i = 0; i < row.titles().size(); i++) {
          value(json, row.value(i));
        }
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeStringField(
          "nextPageToken", answer.end().map(QueryEnd::getNextPageToken).orElse(""));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println();
  }

  private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Long whole) {
      json.writeNumber(whole);
    } else if (value instanceof Double decimal) {
      json.writeNumber(decimal);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof ByteString bytes) {
      json.writeStartObject();
      json.writeStringField("base64", Base64.getEncoder().encodeToString(bytes.toByteArray()));
      json.writeEndObject();
    } else if (value instanceof Fields fields) {
      json.writeStartObject();
      ResultJson.write(fields, json);
      json.writeEndObject();
    } else if (value instanceof TopTexts top) {
      json.writeStartArray();
      for (TopText text : top.getTextsList()) {
        json.writeStartObject();
        json.writeStringField("text", text.getText());
        json.writeNumberField("count", text.getCount());
        json.writeEndObject();
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
