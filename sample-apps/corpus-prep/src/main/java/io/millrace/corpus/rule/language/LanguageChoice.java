// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

/** Which model is asked. */
public enum LanguageChoice {
  /** None; every text's language is unknown. */
  OFF,
  /** Optimaize's language-detector: 70 languages. */
  LIGHT,
  /** Apache OpenNLP's: 183 languages, some five times slower. */
  HEAVY
}
