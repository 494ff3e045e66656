// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.c4;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * How often a text opens a curly bracket, as code does and prose does not. C4, section 2.2: none;
 * datatrove: {@code curly_bracket}.
 */
public record CurlyBrackets() implements Measure {
  private static final char BRACKET = '{';

  @Override
  public String name() {
    return "c4.curly-brackets";
  }

  @Override
  public double of(TextStats text) {
    int found = 0;
    for (int at = text.text().indexOf(BRACKET); at >= 0; ) {
      found++;
      at = text.text().indexOf(BRACKET, at + 1);
    }
    return found;
  }

  @Override
  public Optional<Span> where(TextStats text) {
    int at = text.text().indexOf(BRACKET);
    return at < 0 ? Optional.empty() : Optional.of(new Span(at, at + 1));
  }
}
