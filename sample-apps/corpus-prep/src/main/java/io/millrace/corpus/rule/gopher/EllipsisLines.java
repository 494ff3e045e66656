// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Share of lines that end with an ellipsis. Gopher, A.1.1, "Quality Filtering": at most 0.3;
 * datatrove: {@code gopher_too_many_end_ellipsis}.
 */
public record EllipsisLines() implements Measure {
  @Override
  public String name() {
    return "gopher-quality.ellipsis-lines";
  }

  @Override
  public double of(TextStats text) {
    return Symbols.shareOfLines(text, Symbols::endsWithEllipsis);
  }
}
