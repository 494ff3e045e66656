// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.fineweb;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Terminals;
import io.millrace.corpus.rule.TextStats;

/**
 * Share of lines that end with a punctuation mark. FineWeb, section 3.6: more than 0.12; datatrove:
 * {@code line_punct_ratio}.
 */
public record LinePunctuation() implements Measure {
  @Override
  public String name() {
    return "fineweb.line-punctuation";
  }

  @Override
  public double of(TextStats text) {
    int lines = text.lines().size();
    int found = 0;
    for (int line = 0; line < lines; line++) {
      if (Terminals.endsLine(text.at(text.lines().end(line) - 1))) {
        found++;
      }
    }
    return lines == 0 ? 0 : (double) found / lines;
  }
}
