// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import org.jspecify.annotations.Nullable;

/** Gathers the lines that stay. Copies nothing before the first line goes or changes. */
final class Output {
  private final String text;
  private @Nullable StringBuilder out;
  private int blanks;
  private int blanksBefore;

  Output(String text) {
    this.text = text;
  }

  void blank() {
    blanks++;
  }

  /** The line that starts here goes. */
  void drop(int start) {
    copy(start);
    blanksBefore = Math.max(blanksBefore, blanks);
    blanks = 0;
  }

  /** The line stays as it is. */
  void keep(int start, int end) {
    if (out != null) {
      startLine(out).append(text, start, end);
    }
    blanksBefore = 0;
    blanks = 0;
  }

  /** The line that starts here stays in another form. */
  void keep(int start, String line) {
    startLine(copy(start)).append(line);
    blanksBefore = 0;
    blanks = 0;
  }

  String text() {
    return out == null ? text : out.toString();
  }

  private StringBuilder startLine(StringBuilder to) {
    return to.isEmpty() ? to : to.append("\n".repeat(1 + Math.max(blanksBefore, blanks)));
  }

  /** Copies what stays before the place, with the line feeds that follow it left out. */
  private StringBuilder copy(int start) {
    StringBuilder copied = out;
    if (copied == null) {
      int end = start;
      while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      copied = new StringBuilder(text.length()).append(text, 0, end);
      out = copied;
    }
    return copied;
  }
}
