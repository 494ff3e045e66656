// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.google.protobuf.ByteString;
import io.millrace.export.ByteForm;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import java.io.IOException;

/** Whether bytes are what a column says of them. Thread-safe. */
final class ByteChecks {
  private static final JsonFactory JSON = new JsonFactory();

  private ByteChecks() {}

  /**
   * Refuses bytes that are not in the column's form.
   *
   * @param column for errors
   * @throws MillraceException CALLER naming the result's place and the way out
   */
  static void check(ByteForm form, String column, ByteString bytes, Position at)
      throws IOException {
    if (form != ByteForm.bytes && !bytes.isValidUtf8()) {
      throw refused(column, "not UTF-8", at);
    }
    if (form == ByteForm.json) {
      String problem = jsonProblem(bytes);
      if (!problem.isEmpty()) {
        throw refused(column, "not one JSON value: " + problem, at);
      }
    }
  }

  private static String jsonProblem(ByteString bytes) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes.newInput())) {
      if (parser.nextToken() == null) {
        return "nothing there";
      }
      parser.skipChildren();
      return parser.nextToken() == null ? "" : "more than one value";
    } catch (JsonProcessingException e) {
      return e.getOriginalMessage();
    }
  }

  private static MillraceException refused(String column, String problem, Position at) {
    return MillraceException.of(Kind.CALLER, "result does not fit its column")
        .with("column", column)
        .with("problem", problem)
        .with("position", at.getPartition() + ":" + at.getBlock() + ":" + at.getIndex())
        .with("expected", "--" + column + " bytes, which takes all");
  }
}
