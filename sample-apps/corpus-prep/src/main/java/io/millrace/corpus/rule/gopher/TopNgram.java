// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * Share of a text's characters in the occurrences of its most common n-gram of words. Gopher,
 * A.1.1, "Repetition Removal", table A1: at most 0.20, 0.18, 0.16 for n = 2, 3, 4; datatrove:
 * {@code top_2_gram} and so on. One that occurs once only is no repetition and counts 0.
 *
 * @param n words
 */
public record TopNgram(int n) implements Measure {
  @Override
  public String name() {
    return "gopher-repetition.top-" + n + "-gram";
  }

  @Override
  public double of(TextStats text) {
    return text.length() == 0 ? 0 : (double) text.ngrams().topCharacters(n) / text.length();
  }

  @Override
  public Optional<Span> where(TextStats text) {
    return Optional.of(text.ngrams().top(n));
  }
}
