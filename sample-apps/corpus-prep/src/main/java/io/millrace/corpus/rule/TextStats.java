// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import io.millrace.corpus.rule.language.Language;

/**
 * What the rules need to know of one text, found in one pass for all of them: words, lines,
 * paragraphs, repeated n-grams. Reads one text after another in the same arrays, so what it gave
 * out for one text is gone with the next. Not thread-safe.
 */
public final class TextStats {
  private final Words words = new Words();
  private final BlockReader blocks = new BlockReader();
  private final Ngrams ngrams = new Ngrams();
  private String text = "";
  private Language language = Language.UNKNOWN;
  private char[] characters = new char[1 << 14];
  private boolean ngramsRead;

  /** Ready for the first text. */
  public TextStats() {}

  /**
   * Reads a text.
   *
   * @param next line ends are LF
   * @param languageOf what a model takes the text for
   */
  public void read(String next, Language languageOf) {
    text = next;
    language = languageOf;
    int length = next.length();
    if (characters.length < length) {
      characters = new char[length];
    }
    next.getChars(0, length, characters, 0);
    words.read(characters, length);
    blocks.read(characters, length);
    ngramsRead = false;
  }

  /** The text itself. */
  public String text() {
    return text;
  }

  /** The text's language. */
  public Language language() {
    return language;
  }

  /** Unit: UTF-16 units. */
  public int length() {
    return text.length();
  }

  /** The character at a place; quicker than asking the text. */
  public char at(int place) {
    return characters[place];
  }

  /** The words. */
  public Words words() {
    return words;
  }

  /** The lines that are not blank. */
  public Blocks lines() {
    return blocks.lines();
  }

  /** What stands between blank lines. */
  public Blocks paragraphs() {
    return blocks.paragraphs();
  }

  /** Line feeds in the text. */
  public int lineEnds() {
    return blocks.lineEnds();
  }

  /** Runs of words that repeat; found when first asked for. */
  public Ngrams ngrams() {
    if (!ngramsRead) {
      ngrams.read(words);
      ngramsRead = true;
    }
    return ngrams;
  }
}
