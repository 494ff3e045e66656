// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

/** Why a line went. */
public enum LineReason {
  /** On the list of boilerplate lines. */
  BOILERPLATE("boilerplate"),
  /** The same line stood in the text too often before. */
  REPEATED("repeated"),
  /** A word of it is too long. C4's code; datatrove: {@code too_long_word}. */
  LONG_WORD("long-word"),
  /** Does not end with a terminal punctuation mark. C4; datatrove: {@code no_terminal_punc}. */
  NO_TERMINAL_PUNCTUATION("no-terminal-punctuation"),
  /** Too few words. C4; datatrove: {@code too_few_words}. */
  FEW_WORDS("few-words"),
  /** Says "javascript". C4; datatrove: {@code javascript}. */
  JAVASCRIPT("javascript"),
  /** Speaks of terms of use, privacy or cookies. C4's code; datatrove: {@code policy}. */
  POLICY("policy");

  private final String label;

  LineReason(String label) {
    this.label = label;
  }

  /** As reports and the ledger have it. */
  public String label() {
    return label;
  }
}
