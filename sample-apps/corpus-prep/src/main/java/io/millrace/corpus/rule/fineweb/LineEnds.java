// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.fineweb;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Line feeds per word, which tells lists from prose. FineWeb's code: at most 0.3; datatrove: {@code
 * list_ratio}.
 */
public record LineEnds() implements Measure {
  @Override
  public String name() {
    return "fineweb.line-ends";
  }

  @Override
  public double of(TextStats text) {
    int words = text.words().size();
    return words == 0 ? 0 : (double) text.lineEnds() / words;
  }
}
