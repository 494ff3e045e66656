// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Mean length of the words, in UTF-16 units. Gopher, A.1.1, "Quality Filtering": 3 to 10;
 * datatrove: {@code gopher_below_avg_threshold}, {@code gopher_above_avg_threshold}.
 */
public record MeanWordLength() implements Measure {
  @Override
  public String name() {
    return "gopher-quality.mean-word-length";
  }

  @Override
  public double of(TextStats text) {
    int words = text.words().size();
    return words == 0 ? 0 : (double) text.words().characters() / words;
  }
}
