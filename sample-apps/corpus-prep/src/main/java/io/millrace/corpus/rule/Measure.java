// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Optional;

/**
 * One number about a text. Pure: the same text has the same score on every machine. Immutable, so
 * any thread may ask.
 */
public interface Measure {
  /** The score of a text that the measure says nothing about; no rule refuses it. */
  double NOT_JUDGED = Double.NaN;

  /** Group and name, such as {@code gopher-quality.words}. */
  String name();

  /** The score; 0 where there is nothing to count. */
  double of(TextStats text);

  /** The place in the text that raised the score the most, if there is one. */
  default Optional<Span> where(TextStats text) {
    return Optional.empty();
  }

  /** What else to know of the score, for people: a name, a word; empty if there is nothing. */
  default String detail(TextStats text) {
    return "";
  }
}
