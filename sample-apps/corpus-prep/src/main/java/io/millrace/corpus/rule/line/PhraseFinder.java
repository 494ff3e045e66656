// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Finds any of several phrases in one pass, whatever their case. Phrases are ASCII. After Aho,
 * Corasick, "Efficient string matching: an aid to bibliographic search", CACM 18(6), 1975.
 * Immutable, so any thread may ask.
 */
final class PhraseFinder {
  private static final int ASCII = 128;

  /** Column of a character; 0 for those that no phrase has. */
  private final byte[] columns = new byte[ASCII];

  private final int width;
  private final int[] next;
  private final int[] marks;

  /**
   * @param phrases a mark, one bit, for each phrase; not empty, printable ASCII
   */
  PhraseFinder(Map<String, Integer> phrases) {
    int states = 1;
    int used = 1;
    for (String phrase : phrases.keySet()) {
      states += phrase.length();
      for (char c : lower(phrase).toCharArray()) {
        if (columns[c] == 0) {
          columns[c] = (byte) used++;
        }
      }
    }
    for (char c = 'a'; c <= 'z'; c++) {
      columns[c - 32] = columns[c];
    }
    width = used;
    next = new int[states * width];
    marks = new int[states];
    addAll(phrases);
    linkFailures(states);
  }

  /** The marks of all phrases between the two places. */
  int find(char[] text, int start, int end) {
    int found = 0;
    int state = 0;
    for (int i = start; i < end; i++) {
      char c = text[i];
      int column = c < ASCII ? columns[c] : 0;
      state = next[state * width + column];
      found |= marks[state];
    }
    return found;
  }

  private static String lower(String phrase) {
    return phrase.toLowerCase(java.util.Locale.ROOT);
  }

  private void addAll(Map<String, Integer> phrases) {
    int free = 1;
    for (String phrase : List.copyOf(phrases.keySet())) {
      int state = 0;
      for (char c : lower(phrase).toCharArray()) {
        int at = state * width + columns[c];
        if (next[at] == 0) {
          next[at] = free++;
        }
        state = next[at];
      }
      marks[state] |= phrases.getOrDefault(phrase, 0);
    }
  }

  /** Turns the tree into an automaton that never looks back, breadth first. */
  private void linkFailures(int states) {
    var failures = new int[states];
    var queue = new ArrayDeque<Integer>();
    Arrays.stream(next, 0, width).filter(s -> s != 0).forEach(queue::add);
    while (!queue.isEmpty()) {
      int state = queue.remove();
      marks[state] |= marks[failures[state]];
      for (int column = 0; column < width; column++) {
        int at = state * width + column;
        int fallback = next[failures[state] * width + column];
        if (next[at] == 0) {
          next[at] = fallback;
        } else {
          failures[next[at]] = fallback;
          queue.add(next[at]);
        }
      }
    }
  }
}
