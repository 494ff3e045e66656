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

/**
 * Reads a file with one JSON object a line: the text in {@code text}, and its name in {@code path}
 * or {@code id}, otherwise the line's number. A line that is not so is a problem of its own.
 */
final class JsonLines {
  /** Longest line: a document of the largest size with every byte escaped. Unit: bytes. */
  static final int LINE_BYTES_MAX = 6 * DocumentReader.DOCUMENT_BYTES_MAX + (64 << 10);

  private static final int BUFFER_BYTES = 64 << 10;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String source;
  private final String file;
  private final DocumentVisitor visitor;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long lineNumber;
  private boolean isTooLong;

  JsonLines(String source, String file, DocumentVisitor visitor) {
    this.source = source;
    this.file = file;
    this.visitor = visitor;
  }

  /** Reads all lines; fails where the bytes cannot be read, after the lines before. */
  void read(InputStream in) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    int count = in.read(buffer);
    while (count >= 0) {
      int start = 0;
      for (int i = 0; i < count; i++) {
        if (buffer[i] == '\n') {
          append(buffer, start, i);
          endLine();
          start = i + 1;
        }
      }
      append(buffer, start, count);
      count = in.read(buffer);
    }
    if (line.size() > 0 || isTooLong) {
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
    JsonNode text = object.path("text");
    if (!text.isTextual()) {
      problem(Problem.Kind.UNREADABLE, "no field \"text\" that is a string");
      return;
    }
    DocumentReader.offer(
        source, path(object), text.textValue().getBytes(StandardCharsets.UTF_8), visitor);
  }

  private String path(JsonNode object) {
    for (String name : new String[] {"path", "id"}) {
      JsonNode value = object.path(name);
      if (value.isValueNode() && !value.isNull() && value.asText().length() <= 1_000) {
        return file + "#" + value.asText();
      }
    }
    return file + "#" + lineNumber;
  }

  private void problem(Problem.Kind kind, String reason) {
    visitor.onProblem(new Problem(source, file + "#" + lineNumber, kind, reason));
  }

  private static String firstLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
