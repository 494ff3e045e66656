// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/**
 * What a character is to the rules. One table look-up for the characters of the basic plane;
 * letters and digits include marks that belong to them.
 */
final class CharKind {
  /** White space and control characters. */
  static final byte SPACE = 0;

  /** Letters and the marks on them. */
  static final byte LETTER = 1;

  /** Digits and other numbers. */
  static final byte DIGIT = 2;

  /** Joins two words to one when it stands between them: apostrophes, hyphens, low lines. */
  static final byte JOINER = 3;

  /** Belongs to a number when it stands between two digits: full stop, comma, colon. */
  static final byte NUMBER_JOINER = 4;

  /** All else. */
  static final byte SYMBOL = 5;

  /** Han and kana: written without spaces, each a word of its own here. */
  static final byte IDEOGRAPH = 6;

  private static final byte SURROGATE = 7;

  private static final byte[] TABLE = table();

  private CharKind() {}

  /** The kind of the character that starts at {@code at}; never looks at {@code end} or behind. */
  static byte of(char[] text, int at, int end) {
    byte kind = TABLE[text[at]];
    return kind == SURROGATE ? ofPair(text, at, end) : kind;
  }

  /** How many {@code char}s the character at {@code at} has. */
  static int width(char[] text, int at, int end) {
    return TABLE[text[at]] == SURROGATE
        ? Character.charCount(Character.codePointAt(text, at, end))
        : 1;
  }

  /** Whether the kind is one that words are made of. */
  static boolean isWord(byte kind) {
    return kind == LETTER || kind == DIGIT || kind == IDEOGRAPH;
  }

  private static byte ofPair(char[] text, int at, int end) {
    int point = Character.codePointAt(text, at, end);
    return Character.isSupplementaryCodePoint(point) ? ofPoint(point) : SYMBOL;
  }

  private static byte[] table() {
    var table = new byte[Character.MAX_VALUE + 1];
    for (int c = 0; c < table.length; c++) {
      table[c] = Character.isSurrogate((char) c) ? SURROGATE : ofPoint(c);
    }
    for (char c : "'’-_‐‑".toCharArray()) {
      table[c] = JOINER;
    }
    for (char c : ".,:".toCharArray()) {
      table[c] = NUMBER_JOINER;
    }
    return table;
  }

  private static byte ofPoint(int point) {
    if (Character.isIdeographic(point) || isKana(point)) {
      return IDEOGRAPH;
    }
    if (Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || Character.isISOControl(point)) {
      return SPACE;
    }
    return switch (Character.getType(point)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          LETTER;
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> DIGIT;
      default -> SYMBOL;
    };
  }

  private static boolean isKana(int point) {
    return point >= 0x3041 && point <= 0x30FF && Character.isLetter(point);
  }
}
