// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * Share of lines that are equal to an earlier one. Gopher, A.1.1, "Repetition Removal", table A1:
 * at most 0.30; datatrove: {@code dup_line_frac}.
 */
public record DuplicateLines() implements Measure {
  @Override
  public String name() {
    return "gopher-repetition.duplicate-lines";
  }

  @Override
  public double of(TextStats text) {
    int lines = text.lines().size();
    return lines == 0 ? 0 : (double) text.lines().duplicates() / lines;
  }

  @Override
  public Optional<Span> where(TextStats text) {
    return Optional.of(text.lines().mostRepeated());
  }
}
