// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** The characters that end a sentence or a line of prose. */
public final class Terminals {
  private static final String WIDE = "。！？｡．";
  private static final String OTHERS = "…؟۔।॥։፧።‼⁇⁈⁉";
  private static final String CLOSING = "\"'”’»›)]」』）";

  private Terminals() {}

  /** Whether the character ends a sentence, in any script. */
  public static boolean endsSentence(char c) {
    if (c < 128) {
      return c == '.' || c == '!' || c == '?';
    }
    return isWide(c) || OTHERS.indexOf(c) >= 0;
  }

  /** Whether no space follows the character when it ends a sentence. */
  public static boolean isWide(char c) {
    return c > 0x2FFF && WIDE.indexOf(c) >= 0;
  }

  /** Whether the character closes a quotation or a bracket. */
  public static boolean closes(char c) {
    return CLOSING.indexOf(c) >= 0;
  }

  /** Whether the character ends a line of prose: the end of a sentence or of a quotation. */
  public static boolean endsLine(char c) {
    return endsSentence(c) || c == '"' || c == '\'' || c == '”' || c == '’' || c == '」' || c == '»';
  }
}
