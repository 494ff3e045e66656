// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.List;

/** Says that a table has no column of text, and which ones it has. */
final class MissingColumn {
  private static final int TOLD_MAX = 10;

  private MissingColumn() {}

  static String reason(String wanted, List<String> columns) {
    String all = String.join(", ", columns.subList(0, Math.min(TOLD_MAX, columns.size())));
    return "no column \""
        + wanted
        + "\" of text (columns: "
        + all
        + (columns.size() > TOLD_MAX ? ", …" : "")
        + "; --text-field names another)";
  }
}
