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
  private int nextBracket = -1;

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

  void keep(int start, int end, boolean withoutCitations) {
    String changed = null;
    if (withoutCitations) {
      if (nextBracket < start) {
        int open = text.indexOf('[', start);
        nextBracket = open < 0 ? text.length() : open;
      }
      if (nextBracket < end) {
        String line = text.substring(start, end);
        String clean = Citations.remove(line);
        changed = clean.length() == line.length() ? null : clean;
      }
    }
    if (changed != null && changed.isBlank()) {
      drop(start);
      return;
    }
    if (changed != null) {
      copy(start);
    }
    if (out != null) {
      if (!out.isEmpty()) {
        out.append("\n".repeat(1 + Math.max(blanksBefore, blanks)));
      }
      if (changed != null) {
        out.append(changed);
      } else {
        out.append(text, start, end);
      }
    }
    blanksBefore = 0;
    blanks = 0;
  }

  String text() {
    return out == null ? text : out.toString();
  }

  /** Copies what stays before the place, with the line feeds that follow it left out. */
  private void copy(int start) {
    if (out == null) {
      out = new StringBuilder(text.length());
      out.append(text, 0, start);
      while (!out.isEmpty() && Character.isWhitespace(out.charAt(out.length() - 1))) {
        out.setLength(out.length() - 1);
      }
    }
  }
}
