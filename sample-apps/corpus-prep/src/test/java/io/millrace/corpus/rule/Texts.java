// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import io.millrace.corpus.rule.language.Language;
import java.util.Random;

/** Texts for tests: read ones, and made-up ones from a seed. */
public final class Texts {
  private static final String[] SYLLABLES = {
    "ka", "lo", "mi", "ren", "tas", "vu", "dor", "sel", "pin", "gra", "no", "ther", "wal", "es"
  };

  private Texts() {}

  /** A text that was read. */
  public static TextStats stats(String text) {
    return stats(text, "en");
  }

  /** A text in a language that was read. */
  public static TextStats stats(String text, String language) {
    var stats = new TextStats();
    stats.read(text, new Language(language, 1));
    return stats;
  }

  /** A made-up word. */
  public static String word(Random random) {
    var word = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i >= 0; i--) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }

  /** Made-up prose that passes the default rules: every sentence has stop words, none repeats. */
  public static String prose(long seed, int sentences) {
    var random = new Random(seed);
    var text = new StringBuilder();
    for (int s = 0; s < sentences; s++) {
      text.append("The ").append(word(random)).append(' ').append(word(random));
      for (int w = 4 + random.nextInt(6); w >= 0; w--) {
        text.append(random.nextInt(4) == 0 ? " and " : " ").append(word(random));
      }
      text.append(" of ").append(word(random)).append(random.nextInt(5) == 0 ? ".\n\n" : ". ");
    }
    return text.toString().strip();
  }

  /** Any Unicode, also what no well-formed text has: lone surrogates, control characters. */
  public static String anything(Random random, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      switch (random.nextInt(12)) {
        case 0 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
        case 1 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 2 -> text.append('\n');
        case 3 -> text.append(' ');
        case 4 -> text.append((char) ('0' + random.nextInt(10)));
        case 5 -> text.append("@.:-+()[]{}#…'\"/".charAt(random.nextInt(16)));
        case 6 -> text.append((char) (0x4E00 + random.nextInt(0x500)));
        case 7 -> text.append((char) random.nextInt(128));
        default -> text.append((char) ('a' + random.nextInt(26)));
      }
    }
    return text.toString();
  }
}
