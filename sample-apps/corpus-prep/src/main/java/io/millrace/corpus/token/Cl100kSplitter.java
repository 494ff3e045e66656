// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/**
 * Splits as the pattern of {@code cl100k_base} does, by hand, since a pattern costs more than all
 * the rest:
 *
 * <pre>
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
 * |\s*[\r\n]+|\s+(?!\S)|\s+
 * </pre>
 */
final class Cl100kSplitter extends Splitter {
  /** The pattern. */
  static final String PATTERN =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  /** The same with each digit a piece of its own. */
  static final String PATTERN_DIGIT =
      "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
          + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final int DIGITS_MAX = 3;

  private final int digitsMax;

  Cl100kSplitter(CharClasses classes) {
    this(classes, DIGITS_MAX);
  }

  /**
   * @param digitsMax most digits of a piece
   */
  Cl100kSplitter(CharClasses classes, int digitsMax) {
    super(classes);
    this.digitsMax = digitsMax;
  }

  @Override
  int next(byte[] utf8, int at, int to) {
    int end = contraction(utf8, at, to);
    if (end > at) {
      return end;
    }
    int type = classes.at(utf8, at);
    int after = at + CharClasses.length(utf8[at]);
    if (isLetter(type)) {
      return letters(utf8, after, to);
    }
    if (type == CharClasses.NUMBER) {
      return digits(utf8, after, to, digitsMax);
    }
    int following = after < to ? classes.at(utf8, after) : CharClasses.NEWLINE;
    if (type != CharClasses.NEWLINE && isLetter(following)) {
      return letters(utf8, after, to);
    }
    if (isOther(type) || (utf8[at] == ' ' && isOther(following))) {
      return newlines(utf8, others(utf8, after, to), to);
    }
    return spaces(utf8, at, to);
  }

  private static int newlines(byte[] utf8, int at, int to) {
    int i = at;
    while (i < to && (utf8[i] == '\n' || utf8[i] == '\r')) {
      i++;
    }
    return i;
  }
}
