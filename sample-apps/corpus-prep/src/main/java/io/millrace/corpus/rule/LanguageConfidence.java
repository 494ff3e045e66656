// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** How sure the model is of the text's language; FineWeb asks fastText for 0.65 and more. */
public record LanguageConfidence() implements Measure {
  @Override
  public String name() {
    return "language.confidence";
  }

  @Override
  public double of(TextStats text) {
    return text.language().confidence();
  }
}
