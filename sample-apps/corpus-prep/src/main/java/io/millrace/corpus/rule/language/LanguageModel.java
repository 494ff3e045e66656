// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

/** Guesses languages; the same text is always the same guess. For one thread. */
public interface LanguageModel {
  /** Guesses the language of a text, from a sample of it if it is long. */
  Language detect(String text);
}
