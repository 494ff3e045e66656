// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.fineweb;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * Share of characters in lines that are equal to an earlier one, line feeds not counted. FineWeb,
 * section 3.6: less than 0.1 in the paper, less than 0.01 in the code that made the data set and
 * here; datatrove: {@code char_dup_ratio}.
 */
public record DuplicateCharacters() implements Measure {
  @Override
  public String name() {
    return "fineweb.duplicate-characters";
  }

  @Override
  public double of(TextStats text) {
    int characters = text.length() - text.lineEnds();
    return characters == 0 ? 0 : (double) text.lines().duplicateCharacters() / characters;
  }

  @Override
  public Optional<Span> where(TextStats text) {
    return Optional.of(text.lines().mostRepeated());
  }
}
