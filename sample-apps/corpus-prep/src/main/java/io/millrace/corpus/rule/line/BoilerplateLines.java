// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import io.millrace.corpus.rule.Phrases;
import java.util.List;

/**
 * Lines that pages have around their text, such as "Skip to content" or "© 2019 All rights
 * reserved". Compares letters and digits alone. Not thread-safe.
 */
final class BoilerplateLines {
  private static final int LENGTH_MAX = 120;

  private final Phrases lines;
  private final char[] bare = new char[LENGTH_MAX];

  BoilerplateLines(List<String> lines) {
    this.lines = Phrases.of(lines.stream().map(this::bare).toList());
  }

  boolean has(char[] text, int start, int end) {
    if (lines.size() == 0 || end - start > LENGTH_MAX) {
      return false;
    }
    int length = strip(text, start, end);
    return length > 0 && lines.find(bare, 0, length) >= 0;
  }

  private String bare(String line) {
    char[] characters = line.toCharArray();
    int length = strip(characters, 0, Math.min(characters.length, LENGTH_MAX));
    return new String(bare, 0, length);
  }

  private int strip(char[] text, int start, int end) {
    int length = 0;
    for (int i = start; i < end; i++) {
      char c = text[i];
      if (Character.isDigit(c)) {
        bare[length++] = '0';
      } else if (Character.isLetter(c)) {
        bare[length++] = Character.toLowerCase(c);
      }
    }
    return length;
  }
}
