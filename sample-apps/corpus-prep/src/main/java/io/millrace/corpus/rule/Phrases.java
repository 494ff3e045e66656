// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Collection;
import java.util.List;

/**
 * A fixed set of short texts, numbered from 0, that answers whether a span of characters is one of
 * them, whatever its case. Immutable, so any thread may ask.
 */
public final class Phrases {
  private final SpanTable table = new SpanTable();
  private final int lengthMin;
  private final int lengthMax;

  private Phrases(Collection<String> phrases) {
    char[] pool = fold(String.join("", phrases)).toCharArray();
    table.reset(pool, phrases.size());
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    int at = 0;
    for (String phrase : phrases) {
      int end = at + phrase.length();
      table.add(at, end, Hash.of(pool, at, end));
      longest = Math.max(longest, phrase.length());
      shortest = Math.min(shortest, phrase.length());
      at = end;
    }
    lengthMin = shortest;
    lengthMax = longest;
  }

  /** Phrases that differ in case only are one. */
  public static Phrases of(Collection<String> phrases) {
    return new Phrases(List.copyOf(phrases));
  }

  /** How many different phrases there are. */
  public int size() {
    return table.size();
  }

  /** The number of the phrase that the span is, or -1. */
  public int find(char[] text, int start, int end) {
    int length = end - start;
    if (length < lengthMin || length > lengthMax) {
      return -1;
    }
    long hash = Hash.START;
    for (int i = start; i < end; i++) {
      hash = Hash.step(hash, fold(text[i]));
    }
    // The table compares as it is; folding a span that is folded already changes nothing.
    char[] folded = text;
    int from = start;
    if (!isFolded(text, start, end)) {
      folded = new char[length];
      from = 0;
      for (int i = 0; i < length; i++) {
        folded[i] = fold(text[start + i]);
      }
    }
    return table.find(folded, from, from + length, hash);
  }

  /** The same phrases in the same order are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Phrases that && table.isLike(that.table);
  }

  @Override
  public int hashCode() {
    return table.textHash();
  }

  /** The text in the form in which phrases are compared; as long as it was. */
  public static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      folded[i] = fold(folded[i]);
    }
    return new String(folded);
  }

  private static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
    return Character.toLowerCase(c);
  }

  private static boolean isFolded(char[] text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (fold(text[i]) != text[i]) {
        return false;
      }
    }
    return true;
  }
}
