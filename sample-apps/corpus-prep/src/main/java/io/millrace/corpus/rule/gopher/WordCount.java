// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * How many words a text has. Gopher, A.1.1, "Quality Filtering": 50 to 100,000; datatrove: {@code
 * gopher_short_doc}, {@code gopher_long_doc}.
 */
public record WordCount() implements Measure {
  @Override
  public String name() {
    return "gopher-quality.words";
  }

  @Override
  public double of(TextStats text) {
    return text.words().size();
  }
}
