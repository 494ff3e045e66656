// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the shapes that strings share in a sample of them. What is the same in all strings of a
 * sample's shape becomes a literal; a text between quotation marks that mostly differs and has a
 * shape of its own is split once more. Keeps its arrays. Not thread-safe.
 */
final class ShapeFinder {
  private static final int SAMPLE = 48;

  /** Strings of a sample that a shape has, at least. */
  private static final int MEMBERS_MIN = 2;

  private final Tokens tokens = new Tokens();
  private final Tokens inner = new Tokens();
  private final long[] hashes = new long[SAMPLE];
  private final int[] at = new int[SAMPLE + 1];
  private final int[] from = new int[SAMPLE];
  private final int[] to = new int[SAMPLE];
  private final int[] group = new int[SAMPLE];
  private final long[] texts = new long[SAMPLE];
  private final int[] starts = new int[SAMPLE];
  private final int[] ends = new int[SAMPLE];
  private final List<Shape> kept = new ArrayList<>();
  private final WordsWriter words;
  private byte[] bytes = new byte[0];
  private int grouped;
  private int found;
  private long differing;
  private long plain;

  /**
   * A finder.
   *
   * @param words tells which texts will not stay as they are; nobody else's meanwhile
   */
  ShapeFinder(WordsWriter words) {
    this.words = words;
  }

  /** The shape of a number, from 0. */
  Shape shape(int number) {
    return kept.get(number);
  }

  /**
   * Looks at some of the strings.
   *
   * @param bounds where each string starts, and the last one ends
   * @return how many shapes there are; 0 if the strings seem to share too little
   */
  int find(byte[] all, int[] bounds, int count, int shapesMax) {
    bytes = all;
    found = 0;
    differing = 0;
    plain = 0;
    int seen = Math.min(SAMPLE, count);
    tokens.clear();
    for (int i = 0; i < seen; i++) {
      int s = (int) ((long) i * count / seen);
      from[i] = bounds[s];
      to[i] = bounds[s + 1];
      at[i] = tokens.size();
      hashes[i] = tokens.add(bytes, from[i], to[i], true);
    }
    at[seen] = tokens.size();
    int shaped = 0;
    long length = 0;
    for (int i = 0; i < seen && found < shapesMax; i++) {
      if (hashes[i] == Tokens.NO_SHAPE) {
        continue;
      }
      group(i, seen);
      if (grouped >= MEMBERS_MIN) {
        for (int m = 0; m < grouped; m++) {
          length += to[group[m]] - from[group[m]];
        }
        shaped += grouped;
        add();
      }
    }
    // A little more than the writer allows: what the sample is off costs no form.
    boolean worthwhile = 4 * differing <= 3 * length && 5 * plain <= 3 * length;
    return 4 * shaped >= 3 * seen && worthwhile ? found : 0;
  }

  /** Gathers the strings from one on that have its shape, which thereby have none any more. */
  private void group(int first, int seen) {
    long hash = hashes[first];
    grouped = 0;
    for (int i = first; i < seen; i++) {
      if (hashes[i] == hash && at[i + 1] - at[i] == at[first + 1] - at[first]) {
        group[grouped++] = i;
        hashes[i] = Tokens.NO_SHAPE;
      }
    }
  }

  private void add() {
    if (found == kept.size()) {
      kept.add(new Shape());
    }
    Shape shape = kept.get(found++);
    shape.clear();
    int one = group[0];
    int literal = from[one];
    for (int t = at[one]; t < at[one + 1]; t += 2) {
      int start = tokens.spans()[t];
      int end = tokens.spans()[t + 1];
      int distinct = distinct(t - at[one]);
      if (distinct == 1) {
        continue;
      }
      shape.literal(bytes, literal, start);
      literal = end;
      boolean quoted =
          start > from[one] && bytes[start - 1] == '"' && end < to[one] && bytes[end] == '"';
      boolean many = isMany(distinct);
      boolean split = quoted && many && split(shape, t - at[one], (at[one + 1] - t) / 2);
      if (!split) {
        shape.slot(quoted ? Shape.QUOTED : Shape.WORD);
      }
      if (many) {
        count(t - at[one], split);
      }
    }
    shape.literal(bytes, literal, to[one]);
    shape.end();
  }

  /** How many distinct texts a token has, counted until they are many. */
  private int distinct(int token) {
    int[] spans = tokens.spans();
    int distinct = 0;
    for (int m = 0; m < grouped && !isMany(distinct); m++) {
      int a = at[group[m]] + token;
      long hash = StringsWriter.hash(bytes, spans[a], spans[a + 1]);
      int before = 0;
      while (before < distinct && texts[before] != hash) {
        before++;
      }
      texts[before] = hash;
      distinct = Math.max(distinct, before + 1);
    }
    return distinct;
  }

  /** Whether texts are distinct too often for a dictionary; two of two are many, one never is. */
  private boolean isMany(int distinct) {
    return distinct > 1 && 4 * distinct > grouped;
  }

  /** Counts bytes of a token that no number has, and all of a text that will stay as it is. */
  private void count(int token, boolean split) {
    long letters = 0;
    long all = 0;
    for (int m = 0; m < grouped; m++) {
      int a = at[group[m]] + token;
      for (int i = tokens.spans()[a]; i < tokens.spans()[a + 1]; i++) {
        letters += bytes[i] < 0 || bytes[i] > '9' ? 1 : 0;
      }
      starts[m] = tokens.spans()[a];
      ends[m] = tokens.spans()[a + 1];
      all += ends[m] - starts[m];
    }
    differing += letters;
    boolean stays =
        !split
            && 2 * letters > all
            && isMostlyDistinct()
            && !words.arePromising(bytes, starts, ends, grouped);
    plain += stays ? all : 0;
  }

  /** Whether texts are distinct so often that their writer makes no dictionary of them. */
  private boolean isMostlyDistinct() {
    for (int m = 0; m < grouped; m++) {
      texts[m] = StringsWriter.hash(bytes, starts[m], ends[m]);
    }
    Arrays.sort(texts, 0, grouped);
    int distinct = 1;
    for (int m = 1; m < grouped; m++) {
      distinct += texts[m] == texts[m - 1] ? 0 : 1;
    }
    return 4 * distinct > 3 * grouped;
  }

  /**
   * Adds the slots of a text between quotation marks, if all have one shape of several parts.
   *
   * @param more how many slots may still come behind them
   */
  private boolean split(Shape shape, int token, int more) {
    inner.clear();
    long hash = Tokens.NO_SHAPE;
    int length = 0;
    for (int m = 0; m < grouped; m++) {
      int a = at[group[m]] + token;
      int before = inner.size();
      long own = inner.add(bytes, tokens.spans()[a], tokens.spans()[a + 1], false);
      hash = m == 0 ? own : hash;
      length = m == 0 ? inner.size() : length;
      if (own == Tokens.NO_SHAPE || own != hash || inner.size() - before != length) {
        return false;
      }
    }
    int first = at[group[0]] + token;
    int literal = tokens.spans()[first];
    if (length < 4 || shape.slots() + length / 2 + more > TemplateWriter.SLOTS_MAX) {
      return false;
    }
    for (int t = 0; t < length; t += 2) {
      boolean differs = false;
      for (int m = 1; m < grouped && !differs; m++) {
        int[] spans = inner.spans();
        int b = m * length + t;
        differs = !Arrays.equals(bytes, spans[t], spans[t + 1], bytes, spans[b], spans[b + 1]);
      }
      if (differs) {
        shape.literal(bytes, literal, inner.spans()[t]);
        shape.slot(Shape.WORD);
        literal = inner.spans()[t + 1];
      }
    }
    shape.literal(bytes, literal, tokens.spans()[first + 1]);
    return true;
  }
}
