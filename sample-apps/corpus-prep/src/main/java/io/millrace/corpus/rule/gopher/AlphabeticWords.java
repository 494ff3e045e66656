// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Share of words with at least one letter. Gopher, A.1.1, "Quality Filtering": at least 0.8;
 * datatrove: {@code gopher_below_alpha_threshold}.
 */
public record AlphabeticWords() implements Measure {
  @Override
  public String name() {
    return "gopher-quality.alphabetic-words";
  }

  @Override
  public double of(TextStats text) {
    int words = text.words().size();
    return words == 0 ? 0 : (double) text.words().alphabetic() / words;
  }
}
