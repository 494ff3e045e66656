// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.contamination;

import io.millrace.corpus.rule.Span;

/** The runs that a text has in common with evaluation sets, and the longest stretch of them. */
final class Matches {
  private int size;
  private int start;
  private int end;
  private int place;
  private int longestStart;
  private int longestEnd;
  private int longestPlace;

  /** Adds a run; runs come in the order of the text. */
  void add(int from, int to, int at) {
    if (size == 0 || from >= end) {
      start = from;
      place = at;
    }
    end = to;
    size++;
    if (end - start > longestEnd - longestStart) {
      longestStart = start;
      longestEnd = end;
      longestPlace = place;
    }
  }

  /** How many runs. */
  int size() {
    return size;
  }

  /** The longest stretch of runs that overlap. */
  Span longest() {
    return new Span(longestStart, longestEnd);
  }

  /** Where that stretch starts in the sets. */
  int longestPlace() {
    return longestPlace;
  }
}
