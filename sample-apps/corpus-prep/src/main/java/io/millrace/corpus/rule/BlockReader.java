// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** Splits a text into lines and paragraphs in one pass; a blank line ends a paragraph. */
final class BlockReader {
  private final Blocks lines = new Blocks();
  private final Blocks paragraphs = new Blocks();
  private int lineEnds;

  Blocks lines() {
    return lines;
  }

  Blocks paragraphs() {
    return paragraphs;
  }

  /** Line feeds in the text. */
  int lineEnds() {
    return lineEnds;
  }

  void read(char[] text, int length) {
    lines.clear();
    paragraphs.clear();
    lineEnds = 0;
    int paragraphStart = -1;
    int paragraphEnd = 0;
    long paragraphHash = Hash.START;
    int at = 0;
    while (at < length) {
      int start = at;
      int end = start;
      int first = -1;
      long hash = Hash.START;
      long hashAtEnd = hash;
      while (at < length && text[at] != '\n') {
        char c = text[at++];
        boolean space = c <= ' ' || c == '\u00A0' || (c > 127 && Character.isWhitespace(c));
        if (first < 0) {
          if (space) {
            continue;
          }
          first = at - 1;
        }
        hash = Hash.step(hash, c);
        if (!space) {
          end = at;
          hashAtEnd = hash;
        }
      }
      if (at < length) {
        at++;
        lineEnds++;
      }
      if (first >= 0) {
        lines.add(first, end, hashAtEnd);
        if (paragraphStart < 0) {
          paragraphStart = first;
          paragraphHash = Hash.START;
        }
        paragraphEnd = end;
        paragraphHash = Hash.mix(paragraphHash ^ hashAtEnd);
      } else if (paragraphStart >= 0) {
        paragraphs.add(paragraphStart, paragraphEnd, paragraphHash);
        paragraphStart = -1;
      }
    }
    if (paragraphStart >= 0) {
      paragraphs.add(paragraphStart, paragraphEnd, paragraphHash);
    }
    lines.number(text);
    paragraphs.number(text);
  }
}
