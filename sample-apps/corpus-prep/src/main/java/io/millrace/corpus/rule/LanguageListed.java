// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Set;

/**
 * 1 if the text's language is one of those to keep, otherwise 0.
 *
 * @param codes ISO 639-1, or 639-3 where that has none
 */
public record LanguageListed(Set<String> codes) implements Measure {
  /** Copies the set. */
  public LanguageListed {
    codes = Set.copyOf(codes);
  }

  @Override
  public String name() {
    return "language.listed";
  }

  @Override
  public double of(TextStats text) {
    return codes.contains(text.language().code()) ? 1 : 0;
  }

  @Override
  public String detail(TextStats text) {
    return text.language().code();
  }
}
