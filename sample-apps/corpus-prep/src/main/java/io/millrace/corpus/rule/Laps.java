// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** Is told, while a text is judged, that a part of the work has been done. */
@FunctionalInterface
public interface Laps {
  /** Nobody listens. */
  Laps NONE = part -> {};

  /** Parts of the work, in the order in which they are done; a part may be told of repeatedly. */
  enum Part {
    /** Lines were taken out. */
    LINES,
    /** The language was found. */
    LANGUAGE,
    /** The text was cut into words, lines and paragraphs. */
    READING,
    /** Rules for repetition were asked; the first of them finds the n-grams. */
    REPETITION,
    /** Other rules were asked. */
    RULES,
    /** Evaluation sets were looked up. */
    DECONTAMINATION,
    /** What tells of a person was taken out. */
    PII
  }

  /** That part has just ended. */
  void done(Part part);
}
