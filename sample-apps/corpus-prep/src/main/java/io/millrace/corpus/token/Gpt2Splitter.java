// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/**
 * Splits as GPT-2 and tokenizers of the kind {@code ByteLevel} do:
 *
 * <pre>
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
 * </pre>
 */
final class Gpt2Splitter extends Splitter {
  private static final int MASK_NUMBER = 1 << CharClasses.NUMBER;
  private static final int MASK_SPACE = 1 << CharClasses.SPACE | 1 << CharClasses.NEWLINE;

  Gpt2Splitter(CharClasses classes) {
    super(classes);
  }

  @Override
  int next(byte[] utf8, int at, int to) {
    int end = contraction(utf8, at, to);
    if (end > at && isLowerCase(utf8, at + 1, end)) {
      return end;
    }
    int word = utf8[at] == ' ' && at + 1 < to ? at + 1 : at;
    int type = classes.at(utf8, word);
    if (isLetter(type)) {
      return letters(utf8, word, to);
    }
    if (type == CharClasses.NUMBER) {
      return skip(utf8, word, to, MASK_NUMBER);
    }
    if (isOther(type)) {
      return others(utf8, word, to);
    }
    return allButLast(utf8, at, to);
  }

  private static boolean isLowerCase(byte[] utf8, int from, int to) {
    for (int i = from; i < to; i++) {
      if (utf8[i] < 'a') {
        return false;
      }
    }
    return true;
  }

  /** A run of spaces; if something follows, without the last one, unless that is all. */
  private int allButLast(byte[] utf8, int at, int to) {
    int i = at;
    int last = at;
    while (i < to && is(classes.at(utf8, i), MASK_SPACE)) {
      last = i;
      i += CharClasses.length(utf8[i]);
    }
    return i < to && last > at ? last : i;
  }
}
