// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

/**
 * What a model takes a text for.
 *
 * @param code ISO 639-1, or 639-3 where that has none; empty: nobody knows
 * @param confidence 0 to 1; models differ in what they mean by it
 */
public record Language(String code, double confidence) {
  /** Too little text to say, or no model asked. */
  public static final Language UNKNOWN = new Language("", 0);
}
