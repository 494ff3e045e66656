// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

/**
 * Takes the marks of wiki pages out of a line: [12], [], [edit], [citation needed]. C4's code;
 * datatrove: {@code remove_citations}.
 */
final class Citations {
  private static final String[] MARKS = {"[edit]", "[citation needed]"};

  private Citations() {}

  static String remove(String line) {
    int open = line.indexOf('[');
    if (open < 0) {
      return line;
    }
    var out = new StringBuilder(line.length());
    int at = 0;
    while (open >= 0) {
      int end = endOfMark(line, open);
      out.append(line, at, end < 0 ? open + 1 : open);
      at = end < 0 ? open + 1 : end;
      open = line.indexOf('[', at);
    }
    return out.append(line, at, line.length()).toString().stripTrailing();
  }

  private static int endOfMark(String line, int open) {
    int at = open + 1;
    while (at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9') {
      at++;
    }
    if (at < line.length() && line.charAt(at) == ']') {
      return at + 1;
    }
    for (String mark : MARKS) {
      if (line.startsWith(mark, open)) {
        return open + mark.length();
      }
    }
    return -1;
  }
}
