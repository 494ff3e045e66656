// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes documents as a reader of plain texts would. */
public final class Documents {
  private Documents() {}

  public static Document of(String source, String path, String text) {
    return new Document(
        source,
        path,
        text,
        text.getBytes(StandardCharsets.UTF_8).length,
        0,
        Map.of(),
        new Position(source, path, 0, 1, 0));
  }
}
