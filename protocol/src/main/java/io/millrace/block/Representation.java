// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import org.jspecify.annotations.Nullable;

/** How a column's values are laid out before compression. */
public enum Representation {
  /** There are no values, hence no bytes. */
  EMPTY(0, "empty"),
  /** Bytes: all of them, then their lengths. */
  PLAIN(1, "plain"),
  /** One value stands for all. */
  CONSTANT(2, "constant"),
  /** Each distinct value once, then the number of each. */
  DICTIONARY(3, "dictionary"),
  /** Bytes: how many are shared with the value before, then the others. */
  FRONT(4, "front"),
  /** Bytes: shapes that values share, then what differs. */
  TEMPLATE(5, "template"),
  /** Numbers: the least one, then the distances from it in as few bits as the greatest takes. */
  PACKED(6, "packed"),
  /** Numbers: the least one, then the distances from it, first all lowest bytes. */
  PLANES(7, "planes"),
  /** Numbers: how often each comes in a row. */
  RUNS(8, "runs"),
  /** Numbers: the first one, then the distance of each from the one before. */
  DELTA(9, "delta"),
  /** Doubles: whole numbers that were divided by the same power of ten. */
  DECIMAL(10, "decimal"),
  /** Entry by entry. */
  ROWS(11, "rows"),
  /** Bytes: each distinct word once, then which of them each value is made of. */
  WORDS(12, "words");

  private static final Representation[] ALL = values();

  private final int code;
  private final String label;

  Representation(int code, String label) {
    this.code = code;
    this.label = label;
  }

  /** The representation of a code; null if none has it. */
  static @Nullable Representation of(int code) {
    return code >= 0 && code < ALL.length ? ALL[code] : null;
  }

  /** Stands for the representation in blocks; never changes. */
  public int code() {
    return code;
  }

  /** The representation's name in messages. */
  public String label() {
    return label;
  }
}
