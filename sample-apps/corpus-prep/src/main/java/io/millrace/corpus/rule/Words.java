// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import java.util.Arrays;

/**
 * The words of a text. A word is a run of letters, marks and digits; apostrophes, hyphens and low
 * lines between two of these belong to it, and so do full stops, commas and colons between two
 * digits. Each Han or kana character is a word. Two or more other characters that stand free
 * between spaces ("***", "=>") are a word without a letter. So single punctuation marks are none.
 */
public final class Words {
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private long[] hashes = new long[256];
  private int[] ids = new int[256];
  private int size;
  private int alphabetic;
  private int characters;
  private char[] text = new char[0];
  private final SpanTable table = new SpanTable();

  Words() {}

  /** How many words the text has. */
  public int size() {
    return size;
  }

  /** Words with at least one letter. */
  public int alphabetic() {
    return alphabetic;
  }

  /** Length of all words together. Unit: UTF-16 units. */
  public int characters() {
    return characters;
  }

  /** Where the word starts in the text. */
  public int start(int word) {
    return starts[word];
  }

  /** Where the word ends in the text, exclusive. */
  public int end(int word) {
    return ends[word];
  }

  /** Whether the word has a letter or digit, which only those of free signs have not. */
  public boolean isText(int word) {
    return CharKind.isWord(CharKind.of(text, starts[word], ends[word]));
  }

  /** How many different words there are, the case mattering. */
  public int distinct() {
    return table.size();
  }

  /** The number of the word among the different ones, from 0. */
  public int id(int word) {
    return ids[word];
  }

  /** How often a different word occurs. */
  public int count(int id) {
    return table.count(id);
  }

  /** Which of the phrases a different word is, or -1; the case does not matter. */
  public int find(Phrases phrases, int id) {
    return phrases.find(text, table.start(id), table.end(id));
  }

  /** Where a different word first stands. */
  public Span first(int id) {
    return new Span(table.start(id), table.end(id));
  }

  int[] ids() {
    return ids;
  }

  void read(char[] of, int length) {
    text = of;
    size = 0;
    alphabetic = 0;
    characters = 0;
    int at = 0;
    while (at < length) {
      byte kind = CharKind.of(of, at, length);
      if (kind == CharKind.SPACE) {
        at++;
      } else if (kind == CharKind.LETTER || kind == CharKind.DIGIT) {
        at = readWord(at, length);
      } else if (kind == CharKind.IDEOGRAPH) {
        int end = at + CharKind.width(of, at, length);
        add(at, end, Hash.of(of, at, end));
        alphabetic++;
        at = end;
      } else {
        at = readSymbols(at, length);
      }
    }
    table.reset(of, size);
    for (int i = 0; i < size; i++) {
      ids[i] = table.add(starts[i], ends[i], hashes[i]);
    }
  }

  private int readWord(int start, int length) {
    long hash = Hash.START;
    boolean letter = false;
    boolean digit = false;
    int at = start;
    while (at < length) {
      byte kind = CharKind.of(text, at, length);
      if (kind == CharKind.LETTER || kind == CharKind.DIGIT) {
        digit = kind == CharKind.DIGIT;
        letter |= !digit;
        if (CharKind.width(text, at, length) == 2) {
          hash = Hash.step(hash, text[at++]);
        }
      } else if (!joins(kind, digit, at, length)) {
        break;
      }
      hash = Hash.step(hash, text[at++]);
    }
    add(start, at, hash);
    if (letter) {
      alphabetic++;
    }
    return at;
  }

  private boolean joins(byte kind, boolean digitBefore, int at, int length) {
    if (at + 1 >= length) {
      return false;
    }
    if (kind == CharKind.JOINER) {
      byte next = CharKind.of(text, at + 1, length);
      return next == CharKind.LETTER || next == CharKind.DIGIT;
    }
    return kind == CharKind.NUMBER_JOINER
        && digitBefore
        && CharKind.of(text, at + 1, length) == CharKind.DIGIT;
  }

  private int readSymbols(int start, int length) {
    int at = start;
    byte kind = CharKind.SYMBOL;
    while (at < length) {
      kind = CharKind.of(text, at, length);
      if (kind == CharKind.SPACE || CharKind.isWord(kind)) {
        break;
      }
      at += CharKind.width(text, at, length);
    }
    boolean free =
        (at == length || kind == CharKind.SPACE)
            && (start == 0 || CharKind.of(text, start - 1, length) == CharKind.SPACE);
    if (free && at - start >= 2) {
      add(start, at, Hash.of(text, start, at));
    }
    return at;
  }

  private void add(int start, int end, long hash) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      hashes = Arrays.copyOf(hashes, size * 2);
      ids = Arrays.copyOf(ids, size * 2);
    }
    starts[size] = start;
    ends[size] = end;
    hashes[size] = hash;
    size++;
    characters += end - start;
  }
}
