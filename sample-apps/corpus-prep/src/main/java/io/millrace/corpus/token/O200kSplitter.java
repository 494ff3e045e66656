// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/**
 * Splits as the pattern of {@code o200k_base} does, by hand:
 *
 * <pre>
 * [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 * |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 * |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
 * </pre>
 *
 * A word is a run that could be upper case, then one that could be lower case. Where the first run
 * has taken all, it gives back down to the last character that could be lower case (the first line
 * above); only if there is none, it is the whole word (the second line).
 */
final class O200kSplitter extends Splitter {
  /** The pattern. */
  static final String PATTERN =
      "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
          + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
          + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

  private static final int DIGITS_MAX = 3;
  private static final int MASK_UPPER =
      1 << CharClasses.UPPER | 1 << CharClasses.UNCASED | 1 << CharClasses.MARK;
  private static final int MASK_LOWER =
      1 << CharClasses.LOWER | 1 << CharClasses.UNCASED | 1 << CharClasses.MARK;
  private static final int MASK_WORD = MASK_UPPER | MASK_LOWER;

  O200kSplitter(CharClasses classes) {
    super(classes);
  }

  @Override
  int next(byte[] utf8, int at, int to) {
    int type = classes.at(utf8, at);
    int after = at + CharClasses.length(utf8[at]);
    if (isLetter(type)) {
      return contraction(utf8, Math.abs(word(utf8, at, to)), to);
    }
    if (type == CharClasses.NUMBER) {
      return digits(utf8, after, to, DIGITS_MAX);
    }
    int following = after < to ? classes.at(utf8, after) : CharClasses.NEWLINE;
    if (type == CharClasses.MARK) {
      int end = is(following, MASK_WORD) ? word(utf8, after, to) : -1;
      return contraction(utf8, end > 0 ? end : after, to);
    }
    if (type != CharClasses.NEWLINE && is(following, MASK_WORD)) {
      return contraction(utf8, Math.abs(word(utf8, after, to)), to);
    }
    if (type == CharClasses.OTHER || (utf8[at] == ' ' && following == CharClasses.OTHER)) {
      return newlinesAndSlashes(utf8, others(utf8, after, to), to);
    }
    return spaces(utf8, at, to);
  }

  /**
   * Where a word ends that begins with a letter or mark.
   *
   * @return negative if nothing in it could be lower case
   */
  private int word(byte[] utf8, int at, int to) {
    int i = at;
    int lowerEnd = at;
    while (i < to) {
      int type = classes.at(utf8, i);
      if (type == CharClasses.LOWER) {
        return skip(utf8, i, to, MASK_LOWER);
      }
      if (!is(type, MASK_UPPER)) {
        break;
      }
      i += CharClasses.length(utf8[i]);
      if (type != CharClasses.UPPER) {
        lowerEnd = i;
      }
    }
    return lowerEnd > at ? lowerEnd : -i;
  }

  private static int newlinesAndSlashes(byte[] utf8, int at, int to) {
    int i = at;
    while (i < to && (utf8[i] == '\n' || utf8[i] == '\r' || utf8[i] == '/')) {
      i++;
    }
    return i;
  }
}
