// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.sql;

import io.millrace.select.Query;

/** What a text asks for. */
public record Statement(Mode mode, Query query) {
  /** Whether the query is to be answered or explained. */
  public enum Mode {
    /** Answer it. */
    RUN,
    /** Say how it would be answered. */
    EXPLAIN,
    /** Answer it, and say how that went instead of what came out. */
    ANALYZE
  }
}
