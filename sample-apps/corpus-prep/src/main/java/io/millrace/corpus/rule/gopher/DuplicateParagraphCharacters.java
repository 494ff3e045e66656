// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * Share of characters in paragraphs that are equal to an earlier one. Gopher, A.1.1, "Repetition
 * Removal", table A1: at most 0.20; datatrove: {@code dup_para_char_frac}.
 */
public record DuplicateParagraphCharacters() implements Measure {
  @Override
  public String name() {
    return "gopher-repetition.duplicate-paragraph-characters";
  }

  @Override
  public double of(TextStats text) {
    return text.length() == 0
        ? 0
        : (double) text.paragraphs().duplicateCharacters() / text.length();
  }

  @Override
  public Optional<Span> where(TextStats text) {
    return Optional.of(text.paragraphs().mostRepeated());
  }
}
