// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.TextStats;

/** Counts number signs, ellipses and bullet points. */
final class Symbols {
  private static final char ELLIPSIS = '…';

  /** Says something of one line. */
  @FunctionalInterface
  interface LineTest {
    /** Whether it holds for the line from {@code start} to {@code end}, which is not blank. */
    boolean holds(TextStats text, int start, int end);
  }

  private Symbols() {}

  static int hashes(TextStats text) {
    int found = 0;
    for (int at = text.text().indexOf('#'); at >= 0; at = text.text().indexOf('#', at + 1)) {
      found++;
    }
    return found;
  }

  static int ellipses(TextStats text) {
    int found = 0;
    for (int at = text.text().indexOf("..."); at >= 0; at = text.text().indexOf("...", at + 3)) {
      found++;
    }
    for (int at = text.text().indexOf(ELLIPSIS); at >= 0; ) {
      found++;
      at = text.text().indexOf(ELLIPSIS, at + 1);
    }
    return found;
  }

  static double shareOfLines(TextStats text, LineTest test) {
    int lines = text.lines().size();
    int holds = 0;
    for (int line = 0; line < lines; line++) {
      if (test.holds(text, text.lines().start(line), text.lines().end(line))) {
        holds++;
      }
    }
    return lines == 0 ? 0 : (double) holds / lines;
  }

  static boolean isBullet(TextStats text, int start, int end) {
    char first = text.at(start);
    if (first == '-' || first == '*') {
      return start + 1 < end && text.at(start + 1) == ' ';
    }
    return "•‣▪●◦".indexOf(first) >= 0;
  }

  static boolean endsWithEllipsis(TextStats text, int start, int end) {
    if (text.at(end - 1) == ELLIPSIS) {
      return true;
    }
    return end - start >= 3
        && text.at(end - 1) == '.'
        && text.at(end - 2) == '.'
        && text.at(end - 3) == '.';
  }
}
