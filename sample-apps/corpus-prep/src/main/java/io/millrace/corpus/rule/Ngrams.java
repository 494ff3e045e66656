// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Arrays;

/**
 * Runs of n words that occur more than once, for n from 2 to {@value #LENGTH_MAX}. Compares
 * exactly: an n-gram is named by the numbers of the two (n-1)-grams in it, and only one of which
 * both occur twice can occur twice itself, so that the work shrinks fast as n grows (prefix
 * doubling's idea; Karp, Miller, Rosenberg, "Rapid identification of repeated patterns", STOC
 * 1972).
 */
public final class Ngrams {
  /** The longest n-grams that any rule asks for. */
  public static final int LENGTH_MAX = 10;

  private static final int UNIQUE = -1;

  private final PairTable pairs = new PairTable();
  private final int[] repeatedCharacters = new int[LENGTH_MAX + 1];
  private final int[] topCharacters = new int[LENGTH_MAX + 1];
  private final Span[] topSpans = new Span[LENGTH_MAX + 1];
  private int[] ids = new int[256];
  private int[] counts = new int[256];
  private int[] firsts = new int[256];

  Ngrams() {
    Arrays.fill(topSpans, new Span(0, 0));
  }

  /**
   * Characters of the text that lie in a run of n words that stood there before, each counted once,
   * with what stands between the words. The first occurrence of a run does not count.
   *
   * @param n 2 to {@value #LENGTH_MAX}
   */
  public int repeatedCharacters(int n) {
    return repeatedCharacters[n];
  }

  /**
   * Characters of all occurrences of the n-gram that occurs most often, its words joined by a
   * space; of several, the longest. 0 if none occurs twice.
   *
   * @param n 2 to {@value #LENGTH_MAX}
   */
  public int topCharacters(int n) {
    return topCharacters[n];
  }

  /** First place of that n-gram. */
  public Span top(int n) {
    return topSpans[n];
  }

  void read(Words words) {
    Arrays.fill(repeatedCharacters, 0);
    Arrays.fill(topCharacters, 0);
    Arrays.fill(topSpans, new Span(0, 0));
    int size = words.size();
    if (ids.length < size) {
      ids = new int[size * 2];
    }
    System.arraycopy(words.ids(), 0, ids, 0, size);
    for (int i = 0; i < size; i++) {
      if (words.count(ids[i]) < 2) {
        ids[i] = UNIQUE;
      }
    }
    boolean more = true;
    for (int n = 2; n <= LENGTH_MAX && more; n++) {
      more = lengthen(words, n);
    }
  }

  /** Turns numbers of (n-1)-grams into numbers of n-grams; false if none occurs twice. */
  private boolean lengthen(Words words, int n) {
    int last = words.size() - n;
    int candidates = 0;
    for (int i = 0; i <= last; i++) {
      if (ids[i] >= 0 && ids[i + 1] >= 0) {
        candidates++;
      }
    }
    if (candidates < 2) {
      return false;
    }
    pairs.reset(candidates);
    if (counts.length < candidates) {
      counts = new int[candidates * 2];
      firsts = new int[candidates * 2];
    }
    int coveredTo = 0;
    int repeated = 0;
    int known = 0;
    for (int i = 0; i <= last; i++) {
      if (ids[i] < 0 || ids[i + 1] < 0) {
        ids[i] = UNIQUE;
        continue;
      }
      int id = pairs.number(ids[i], ids[i + 1]);
      ids[i] = id;
      if (id == known) {
        counts[id] = 1;
        firsts[id] = i;
        known++;
        continue;
      }
      counts[id]++;
      int end = words.end(i + n - 1);
      repeated += end - Math.max(coveredTo, words.start(i));
      coveredTo = end;
    }
    Arrays.fill(ids, Math.max(0, last + 1), words.size(), UNIQUE);
    repeatedCharacters[n] = repeated;
    return chooseTop(words, n, last);
  }

  private boolean chooseTop(Words words, int n, int last) {
    int best = UNIQUE;
    int bestLength = 0;
    for (int id = 0; id < pairs.size(); id++) {
      if (counts[id] < 2 || (best >= 0 && counts[id] < counts[best])) {
        continue;
      }
      int length = length(words, firsts[id], n);
      if (best < 0 || counts[id] > counts[best] || length > bestLength) {
        best = id;
        bestLength = length;
      }
    }
    for (int i = 0; i <= last; i++) {
      if (ids[i] >= 0 && counts[ids[i]] < 2) {
        ids[i] = UNIQUE;
      }
    }
    if (best < 0) {
      return false;
    }
    topCharacters[n] = bestLength * counts[best];
    topSpans[n] = new Span(words.start(firsts[best]), words.end(firsts[best] + n - 1));
    return true;
  }

  private static int length(Words words, int first, int n) {
    int length = n - 1;
    for (int i = first; i < first + n; i++) {
      length += words.end(i) - words.start(i);
    }
    return length;
  }
}
