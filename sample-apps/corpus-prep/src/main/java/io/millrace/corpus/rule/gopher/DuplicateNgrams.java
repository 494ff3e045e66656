// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * Share of a text's characters that lie in n-grams of words that stood there before; characters
 * where such n-grams overlap count once. Gopher, A.1.1, "Repetition Removal", table A1: at most
 * 0.15 for n = 5 down to 0.10 for n = 10; datatrove: {@code duplicated_5_n_grams} and so on.
 *
 * @param n words
 */
public record DuplicateNgrams(int n) implements Measure {
  @Override
  public String name() {
    return "gopher-repetition.duplicate-" + n + "-grams";
  }

  @Override
  public double of(TextStats text) {
    return text.length() == 0 ? 0 : (double) text.ngrams().repeatedCharacters(n) / text.length();
  }

  @Override
  public Optional<Span> where(TextStats text) {
    return Optional.of(text.ngrams().top(n));
  }
}
