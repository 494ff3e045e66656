// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Share of lines that start with a bullet point (•, ‣, ▪, ●, ◦, or - and * before a space). Gopher,
 * A.1.1, "Quality Filtering": at most 0.9; datatrove: {@code gopher_too_many_bullets}.
 */
public record BulletLines() implements Measure {
  @Override
  public String name() {
    return "gopher-quality.bullet-lines";
  }

  @Override
  public double of(TextStats text) {
    return Symbols.shareOfLines(text, Symbols::isBullet);
  }
}
