// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import org.jspecify.annotations.Nullable;

/** What a column of a block holds. */
public enum ColumnKind {
  /** The results' tags. Missing if all are main results. */
  TAG(1, "tag"),
  /** The results' keys. */
  KEY(2, "key"),
  /** The results' values. */
  VALUE(3, "value"),
  /** The results' event times. Missing if none has one. */
  EVENT_TIME(4, "event-time"),
  /** The results' fields of one name and type. */
  FIELD(5, "field"),
  /** The keys of the state changes. */
  CHANGE_KEY(6, "change-key"),
  /** The states of the state changes. */
  CHANGE_STATE(7, "change-state"),
  /** Everything else in the block, entry by entry. */
  REST(8, "rest");

  private static final ColumnKind[] ALL = values();

  private final int code;
  private final String label;

  ColumnKind(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The kind of a code; null if none has it. */
  static @Nullable ColumnKind of(int code) {
    return code >= 1 && code <= ALL.length ? ALL[code - 1] : null;
  }

  /** Stands for the kind in blocks; never changes. */
  public int code() {
    return code;
  }

  /** The kind's name in messages. */
  public String label() {
    return label;
  }
}
