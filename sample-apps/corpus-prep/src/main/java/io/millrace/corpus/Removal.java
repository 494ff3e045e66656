// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import java.util.Locale;

/** Why a document did not stay. */
enum Removal {
  /** Nothing is left of it once it is normalised. */
  EMPTY,
  /** It does not pass a rule of its recipe; the result names it. */
  REFUSED,
  /** Another document with the same text stayed. */
  DUPLICATE,
  /** Another document, whose text is nearly the same, is better. */
  NEAR_DUPLICATE,
  /** Somebody took it down: it never comes back. */
  TAKEN_DOWN,
  /** The same document, of the same source and path, stayed earlier. */
  SEEN_BEFORE;

  /** As results and reports name it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Removal ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
