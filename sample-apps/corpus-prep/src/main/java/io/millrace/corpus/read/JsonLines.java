// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads a file with one JSON object a line: the text in the field that the settings name, its name
 * in {@code path} or {@code id}, otherwise the line's number; other fields that are no objects or
 * lists are facts beside the text. A line that is not so is a problem of its own.
 */
final class JsonLines {
  /** Longest line: a document of the largest size with every byte escaped. Unit: bytes. */
  static final int LINE_BYTES_MAX = 6 * DocumentReader.DOCUMENT_BYTES_MAX + (64 << 10);

  private static final int BUFFER_BYTES = 64 << 10;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Piece piece;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lineNumber;
  private long offset;
  private boolean isTooLong;

  private JsonLines(Piece piece) {
    this.piece = piece;
    this.lineNumber = piece.start().record();
    this.offset = piece.start().offset();
  }

  /** Reads all lines; fails where the bytes cannot be read, after the lines before. */
  static void read(Piece piece) throws IOException {
    try (InputStream in = piece.open(piece.start().offset())) {
      new JsonLines(piece).read(in);
    }
  }

  private void read(InputStream in) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long before = offset;
    int count = in.read(buffer);
    while (count >= 0) {
      int start = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          append(buffer, start, i);
          start = i + 1;
          offset = before + start;
          endLine();
        }
      }
      append(buffer, start, count);
      before += count;
      count = in.read(buffer);
    }
    if (line.size() > 0 || isTooLong) {
      offset = before;
      endLine();
    }
  }

  private void append(byte[] buffer, int from, int to) {
    if (line.size() + (to - from) > LINE_BYTES_MAX) {
      isTooLong = true;
      line.reset();
    }
    if (!isTooLong) {
      line.write(buffer, from, to - from);
    }
  }

  private void endLine() {
    lineNumber++;
    byte[] bytes = line.toByteArray();
    boolean tooLong = isTooLong;
    line.reset();
    isTooLong = false;
    if (tooLong) {
      problem(Problem.Kind.TOO_LARGE, "line longer than " + LINE_BYTES_MAX + " bytes");
    } else if (!new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
      parse(bytes);
    }
  }

  private void parse(byte[] bytes) {
    JsonNode object;
    try {
      object = JSON.readTree(bytes);
    } catch (IOException e) {
      problem(Problem.Kind.UNREADABLE, "not JSON: " + firstLine(e));
      return;
    }
    String textName = piece.settings().textName();
    JsonNode text = object.path(textName);
    if (!text.isTextual()) {
      problem(Problem.Kind.UNREADABLE, "no field \"" + textName + "\" that is a string");
      return;
    }
    String value = text.textValue();
    piece.document(
        piece.name(name(object)),
        value,
        value.getBytes(StandardCharsets.UTF_8).length,
        0,
        extras(object, textName),
        piece.start().at(lineNumber, offset));
  }

  private static Map<String, String> extras(JsonNode object, String textName) {
    var extras = new Extras();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      JsonNode value = field.getValue();
      if (value.isValueNode() && !value.isNull() && !field.getKey().equals(textName)) {
        extras.column(field.getKey(), value.asText());
      }
    }
    return extras.fields();
  }

  private String name(JsonNode object) {
    for (String name : RecordNames.COLUMNS) {
      JsonNode value = object.path(name);
      if (value.isValueNode() && !value.isNull() && RecordNames.isGood(value.asText())) {
        return value.asText();
      }
    }
    return Long.toString(lineNumber);
  }

  private void problem(Problem.Kind kind, String reason) {
    piece.problem(piece.name(lineNumber), kind, reason);
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
