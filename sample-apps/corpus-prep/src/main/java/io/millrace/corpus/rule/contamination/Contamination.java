// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.contamination;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import java.util.Optional;

/**
 * How many runs of n words a text has in common with the evaluation sets. Brown et al. (GPT-3),
 * appendix C: none of 13 words; datatrove: {@code contaminated}, with 12.
 *
 * @param index the sets
 */
public record Contamination(NgramIndex index) implements Measure {
  @Override
  public String name() {
    return "decontamination.matches";
  }

  @Override
  public double of(TextStats text) {
    return index.find(text.words()).size();
  }

  @Override
  public Optional<Span> where(TextStats text) {
    Matches found = index.find(text.words());
    return found.size() == 0 ? Optional.empty() : Optional.of(found.longest());
  }

  @Override
  public String detail(TextStats text) {
    Matches found = index.find(text.words());
    return found.size() == 0 ? "" : index.setAt(found.longestPlace());
  }
}
