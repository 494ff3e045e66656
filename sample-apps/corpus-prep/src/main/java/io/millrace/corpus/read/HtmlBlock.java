// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

/**
 * A piece of a page's text that stands on its own: a paragraph, a heading, an item, a row.
 *
 * @param text without line ends, but as it was in code
 * @param words of it; two characters of a script without spaces count as one
 * @param linkWords those of them in links
 */
record HtmlBlock(String text, int words, int linkWords, Kind kind) {
  /** What a block is. */
  enum Kind {
    PARAGRAPH,
    HEADING,
    /** Of a list. */
    ITEM,
    /** Of a table. */
    ROW,
    /** Preformatted. */
    CODE;

    /** Whether no blank line stands between two of them. */
    boolean isDense() {
      return this == ITEM || this == ROW;
    }
  }

  /** Share of the words in links, from 0 to 1. */
  double linkShare() {
    return words == 0 ? 0 : (double) linkWords / words;
  }

  /** Counts the words of a text. */
  static int words(CharSequence text) {
    int words = 0;
    int unspaced = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = Character.codePointAt(text, i);
      i += Character.charCount(c);
      if (isUnspaced(c)) {
        unspaced++;
        inWord = false;
      } else if (Character.isLetterOrDigit(c)) {
        words += inWord ? 0 : 1;
        inWord = true;
      } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        inWord = false;
      }
    }
    return words + (unspaced + 1) / 2;
  }

  private static boolean isUnspaced(int c) {
    if (c < 0x0E00) {
      return false;
    }
    return Character.isIdeographic(c)
        || switch (Character.UnicodeScript.of(c)) {
          case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
          default -> false;
        };
  }
}
