// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.fineweb;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.TextStats;

/**
 * Share of lines that are short. FineWeb, section 3.6: less than 0.67 with 30 characters and fewer;
 * datatrove: {@code short_line_ratio}.
 *
 * @param lengthMax a longer line is not short. Unit: UTF-16 units
 */
public record ShortLines(int lengthMax) implements Measure {
  @Override
  public String name() {
    return "fineweb.short-lines";
  }

  @Override
  public double of(TextStats text) {
    int lines = text.lines().size();
    int found = 0;
    for (int line = 0; line < lines; line++) {
      if (text.lines().length(line) <= lengthMax) {
        found++;
      }
    }
    return lines == 0 ? 0 : (double) found / lines;
  }
}
