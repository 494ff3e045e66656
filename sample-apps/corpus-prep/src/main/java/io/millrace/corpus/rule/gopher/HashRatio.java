// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Number signs per word. Gopher, A.1.1, "Quality Filtering": symbol-to-word ratio at most 0.1;
 * datatrove: {@code gopher_too_many_hashes}.
 */
public record HashRatio() implements Measure {
  @Override
  public String name() {
    return "gopher-quality.hashes";
  }

  @Override
  public double of(TextStats text) {
    int words = text.words().size();
    return words == 0 ? 0 : (double) Symbols.hashes(text) / words;
  }
}
