// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import io.millrace.model.MillraceException;

/** The dictionaries that a reader has at hand. Thread-safe. */
@FunctionalInterface
public interface Dictionaries {
  /** Has none: for blocks whose header names none. */
  Dictionaries NONE =
      id -> {
        throw unknown(id);
      };

  /**
   * The dictionary of an id. Does not wait: what a block needs is fetched before it is decoded.
   *
   * @throws MillraceException CORRUPT if there is none
   */
  Dictionary find(int id);

  /** The refusal of an id that no dictionary has. */
  static MillraceException unknown(int id) {
    return MillraceException.of(CORRUPT, "unknown dictionary")
        .with("expected", "an id among those at hand")
        .with("actual", id);
  }
}
