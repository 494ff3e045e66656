// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Arrays;

/**
 * The lines or the paragraphs of a text, those that are blank left out, blanks at both ends not
 * counted in. Equal ones share a number.
 */
public final class Blocks {
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private long[] hashes = new long[64];
  private int size;
  private final SpanTable table = new SpanTable();

  Blocks() {}

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Where it starts in the text. */
  public int start(int block) {
    return starts[block];
  }

  /** Where it ends in the text, exclusive. */
  public int end(int block) {
    return ends[block];
  }

  /** Unit: UTF-16 units. */
  public int length(int block) {
    return ends[block] - starts[block];
  }

  /** How many are equal to an earlier one. */
  public int duplicates() {
    return size - table.size();
  }

  /** Length of those that are equal to an earlier one. Unit: UTF-16 units. */
  public int duplicateCharacters() {
    int characters = 0;
    for (int id = 0; id < table.size(); id++) {
      characters += (table.count(id) - 1) * (table.end(id) - table.start(id));
    }
    return characters;
  }

  /**
   * The first place of the one whose repetitions are the longest together; none if none repeats.
   */
  public Span mostRepeated() {
    int best = -1;
    int most = 0;
    for (int id = 0; id < table.size(); id++) {
      int characters = (table.count(id) - 1) * (table.end(id) - table.start(id));
      if (characters > most) {
        most = characters;
        best = id;
      }
    }
    return best < 0 ? new Span(0, 0) : new Span(table.start(best), table.end(best));
  }

  void clear() {
    size = 0;
  }

  void add(int start, int end, long hash) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    hashes[size] = hash;
    size++;
  }

  /** Finds the equal ones, when all are there. */
  void number(char[] text) {
    table.reset(text, size);
    for (int i = 0; i < size; i++) {
      table.add(starts[i], ends[i], hashes[i]);
    }
  }
}
