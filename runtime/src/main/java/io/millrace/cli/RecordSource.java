// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Where {@code submit} takes its records from: lines of JSON, or a generator. */
public interface RecordSource {
  /** Takes one record. */
  interface Sink {
    void accept(ByteString key, ByteString value, long eventTimeMs, Fields fields);
  }

  /** Gives every record to the sink, in order. */
  void forEach(Sink sink) throws IOException;

  /**
   * Lines {@code {"key": …, "value": …, "eventTimeMs": …, "fields": {…}}}; blank ones are skipped.
   * A field is text, a number (with a point or exponent: a double, otherwise a long), true or
   * false.
   */
  static RecordSource lines(BufferedReader reader, String name) {
    var json = new ObjectMapper();
    return sink -> {
      int number = 0;
      String line;
      while ((line = reader.readLine()) != null) {
        number++;
        if (!line.isBlank()) {
          submitLine(json, line, name, number, sink);
        }
      }
    };
  }

  private static void submitLine(
      ObjectMapper json, String line, String name, int number, Sink sink) {
    JsonNode node;
    try {
      node = json.readTree(line);
    } catch (JsonProcessingException e) {
      throw wrong(name, number, e.getOriginalMessage());
    }
    if (!node.isObject() || !node.path("key").isTextual() || node.path("key").asText().isEmpty()) {
      throw wrong(name, number, "no \"key\"");
    }
    JsonNode value = node.path("value");
    Fields fields = JsonFields.read(node.path("fields"), name + ":" + number);
    sink.accept(
        ByteString.copyFromUtf8(node.path("key").asText()),
        ByteString.copyFromUtf8(value.isTextual() ? value.asText() : value.toString()),
        node.path("eventTimeMs").asLong(DataRecord.NO_EVENT_TIME),
        fields);
  }

  private static MillraceException wrong(String name, int number, String problem) {
    return MillraceException.of(Kind.CALLER, "line is no record")
        .with("line", name + ":" + number)
        .with("problem", problem)
        .with("expected", "{\"key\": \"…\", \"value\": \"…\"}");
  }

  /**
   * Records that look a little like log lines: the same every time.
   *
   * @param count how many
   * @param keys how many different keys
   * @param valueBytes length of each value
   */
  static RecordSource generated(long count, int keys, int valueBytes) {
    return sink -> {
      var random = new Random(1);
      for (long i = 0; i < count; i++) {
        sink.accept(
            ByteString.copyFromUtf8("key-" + random.nextInt(keys)),
            value(random, i, valueBytes),
            DataRecord.NO_EVENT_TIME,
            Fields.EMPTY);
      }
    };
  }

  private static ByteString value(Random random, long at, int bytes) {
    var text = new StringBuilder(bytes + 80);
    while (text.length() < bytes) {
      text.append("{\"id\":")
          .append(at)
          .append(",\"user\":\"u")
          .append(random.nextInt(10_000))
          .append("\",\"ms\":")
          .append(random.nextInt(1_000))
          .append(",\"path\":\"/a/")
          .append(Integer.toHexString(random.nextInt()))
          .append("\"}");
    }
    return ByteString.copyFrom(text.substring(0, bytes), StandardCharsets.US_ASCII);
  }
}
