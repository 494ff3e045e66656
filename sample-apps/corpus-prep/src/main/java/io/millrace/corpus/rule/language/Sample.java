// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

/** The part of a text that a model is shown: a few windows, spread evenly. */
final class Sample {
  /** A text with fewer letters is in no language. */
  static final int LETTERS_MIN = 20;

  private static final int WINDOWS = 3;
  private static final int WINDOW = 160;

  private Sample() {}

  static String of(String text) {
    int length = text.length();
    if (length <= WINDOWS * WINDOW) {
      return text;
    }
    var sample = new StringBuilder(WINDOWS * WINDOW + WINDOWS);
    for (int window = 0; window < WINDOWS; window++) {
      int start = (int) ((long) (length - WINDOW) * window / (WINDOWS - 1));
      int end = start + WINDOW;
      if (Character.isLowSurrogate(text.charAt(start))) {
        start++;
      }
      if (end < length && Character.isLowSurrogate(text.charAt(end))) {
        end--;
      }
      sample.append(text, start, end).append(' ');
    }
    return sample.toString();
  }

  /** Whether the sample has letters enough to say anything of it. */
  static boolean hasLetters(String sample) {
    int letters = 0;
    for (int i = 0; i < sample.length(); i++) {
      char c = sample.charAt(i);
      // A Han character says as much as a word.
      letters += c >= 0x2E80 && Character.isLetter(c) ? 4 : Character.isLetter(c) ? 1 : 0;
      if (letters >= LETTERS_MIN) {
        return true;
      }
    }
    return false;
  }
}
