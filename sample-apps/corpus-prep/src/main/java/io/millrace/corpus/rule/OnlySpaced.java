// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Optional;
import java.util.Set;

/**
 * A measure of words that keeps silent on texts in languages written without spaces, of whose words
 * it knows nothing.
 *
 * @param measure the measure
 * @param unspaced ISO 639 codes of languages without spaces between words
 */
public record OnlySpaced(Measure measure, Set<String> unspaced) implements Measure {
  /** Copies the set. */
  public OnlySpaced {
    unspaced = Set.copyOf(unspaced);
  }

  @Override
  public String name() {
    return measure.name();
  }

  @Override
  public double of(TextStats text) {
    return unspaced.contains(text.language().code()) ? NOT_JUDGED : measure.of(text);
  }

  @Override
  public Optional<Span> where(TextStats text) {
    return measure.where(text);
  }

  @Override
  public String detail(TextStats text) {
    return measure.detail(text);
  }
}
