// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

/**
 * Brings text into one form, so that documents that look alike are alike: line ends LF, no control
 * characters but tab and LF, no byte order marks, no space at the end of a line, no blank lines at
 * the start and the end, no LF at the very end, Unicode normalisation form C. Normalising twice
 * changes nothing more.
 */
final class Normalizer {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Normalizer() {}

  static String normalize(String text) {
    return java.text.Normalizer.normalize(cleanLines(text), java.text.Normalizer.Form.NFC);
  }

  private static String cleanLines(String text) {
    var out = new StringBuilder(text.length());
    int blankLines = 0;
    int at = 0;
    var line = new StringBuilder();
    while (at < text.length()) {
      at = readLine(text, at, line);
      if (line.isEmpty()) {
        blankLines++;
        continue;
      }
      if (!out.isEmpty()) {
        out.append("\n".repeat(blankLines + 1));
      }
      blankLines = 0;
      out.append(line);
    }
    return out.toString();
  }

  /** Reads the line that starts at {@code from} without its end; returns where the next starts. */
  private static int readLine(String text, int from, StringBuilder line) {
    line.setLength(0);
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\n') {
        break;
      }
      if (c == '\r') {
        if (at < text.length() && text.charAt(at) == '\n') {
          at++;
        }
        break;
      }
      if (c == '\t' || !(Character.isISOControl(c) || c == BYTE_ORDER_MARK)) {
        line.append(c);
      }
    }
    int end = line.length();
    while (end > 0 && isSpace(line.charAt(end - 1))) {
      end--;
    }
    line.setLength(end);
    return at;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
