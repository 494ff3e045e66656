// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/** Cuts text into the pieces that are turned into tokens one by one. Thread-safe. */
abstract class Splitter {
  private static final int MASK_WORD =
      1 << CharClasses.UPPER | 1 << CharClasses.LOWER | 1 << CharClasses.UNCASED;
  private static final int MASK_SPACE = 1 << CharClasses.SPACE | 1 << CharClasses.NEWLINE;
  private static final int MASK_OTHER = 1 << CharClasses.OTHER | 1 << CharClasses.MARK;

  final CharClasses classes;

  Splitter(CharClasses classes) {
    this.classes = classes;
  }

  /**
   * Where the piece that begins at an index ends.
   *
   * @param utf8 well-formed, up to {@code to}
   * @param at below {@code to}
   * @return above {@code at}, at most {@code to}
   */
  abstract int next(byte[] utf8, int at, int to);

  static boolean isLetter(int type) {
    return is(type, MASK_WORD);
  }

  static boolean isOther(int type) {
    return is(type, MASK_OTHER);
  }

  static boolean is(int type, int mask) {
    return (1 << type & mask) != 0;
  }

  /** Passes over characters of some classes. */
  final int skip(byte[] utf8, int at, int to, int mask) {
    int i = at;
    while (i < to && is(classes.at(utf8, i), mask)) {
      i += CharClasses.length(utf8[i]);
    }
    return i;
  }

  final int letters(byte[] utf8, int at, int to) {
    return skip(utf8, at, to, MASK_WORD);
  }

  final int others(byte[] utf8, int at, int to) {
    return skip(utf8, at, to, MASK_OTHER);
  }

  /** One digit ended before this index: passes over those that still belong to it. */
  final int digits(byte[] utf8, int at, int to, int most) {
    int i = at;
    for (int n = 1; n < most && i < to; n++) {
      if (classes.at(utf8, i) != CharClasses.NUMBER) {
        break;
      }
      i += CharClasses.length(utf8[i]);
    }
    return i;
  }

  /**
   * The piece of a run of spaces: up to the last line end in it; else, if something follows, all
   * but the last one, which goes to what follows.
   */
  final int spaces(byte[] utf8, int at, int to) {
    int i = at;
    int lineEnd = at;
    int last = at;
    while (i < to) {
      int type = classes.at(utf8, i);
      if (!is(type, MASK_SPACE)) {
        break;
      }
      last = i;
      i += CharClasses.length(utf8[i]);
      if (type == CharClasses.NEWLINE) {
        lineEnd = i;
      }
    }
    if (lineEnd > at) {
      return lineEnd;
    }
    return i < to && last > at ? last : i;
  }

  /**
   * Passes over an apostrophe and {@code s, t, m, d, re, ve, ll} in either case, or {@code ſ},
   * which is an s to Unicode.
   *
   * @return {@code at} if there is none
   */
  static int contraction(byte[] utf8, int at, int to) {
    if (to - at < 2 || utf8[at] != '\'') {
      return at;
    }
    int first = lower(utf8[at + 1]);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') {
      return at + 2;
    }
    if (to - at < 3) {
      return at;
    }
    int second = lower(utf8[at + 2]);
    boolean two =
        (first == 'l' && second == 'l') || ((first == 'r' || first == 'v') && second == 'e');
    return two || (utf8[at + 1] == (byte) 0xC5 && utf8[at + 2] == (byte) 0xBF) ? at + 3 : at;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
  }
}
