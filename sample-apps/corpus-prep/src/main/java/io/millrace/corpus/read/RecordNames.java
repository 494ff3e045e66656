// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.List;

/** Where the name of a document lies in a file of many. */
final class RecordNames {
  /** The columns or fields that are looked at, the first one first. */
  static final List<String> COLUMNS = List.of("path", "id");

  private static final int LENGTH_MAX = 1_000;

  private RecordNames() {}

  /** Whether a value may be a name. */
  static boolean isGood(String value) {
    return !value.isEmpty() && value.length() <= LENGTH_MAX;
  }
}
