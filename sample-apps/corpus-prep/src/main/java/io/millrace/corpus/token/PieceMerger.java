// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.Arrays;

/**
 * Byte pair encoding of a piece that is no token as a whole: begins with its bytes and merges, as
 * long as there is one, the neighbours that give the lowest id, the leftmost of equal ones. Short
 * pieces look for it in a row; long ones keep a heap, so that time grows with n log n. After
 * Sennrich et al., "Neural Machine Translation of Rare Words with Subword Units", ACL 2016. Not
 * thread-safe.
 */
final class PieceMerger {
  /** Longest piece, in bytes, that is searched in a row. */
  static final int ROW_MAX = 128;

  private final Vocabulary vocabulary;

  /** Ids and starts of the parts; of the merge with the next part the id, or none. */
  private int[] ids = new int[ROW_MAX];

  private int[] starts = new int[ROW_MAX + 1];
  private int[] merges = new int[ROW_MAX];

  /** For long pieces: the parts before and after, and what to merge next, lowest first. */
  private int[] before = new int[0];

  private int[] after = new int[0];
  private long[] heap = new long[0];
  private int heapSize;

  PieceMerger(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Appends the ids of a piece of one byte or more. */
  void merge(byte[] text, int from, int to, TokenBuffer into) {
    if (to - from <= ROW_MAX) {
      inRow(text, from, to, into);
    } else {
      inHeap(text, from, to, into);
    }
  }

  private void begin(byte[] text, int from, int to) {
    int count = to - from;
    for (int i = 0; i < count; i++) {
      starts[i] = from + i;
      ids[i] = vocabulary.find(text, from + i, from + i + 1);
      merges[i] =
          i + 1 < count ? vocabulary.pair(text[from + i], text[from + i + 1]) : Vocabulary.NONE;
    }
    starts[count] = to;
  }

  private void inRow(byte[] text, int from, int to, TokenBuffer into) {
    begin(text, from, to);
    int count = to - from;
    while (true) {
      int at = 0;
      int lowest = merges[0];
      for (int i = 1; i < count; i++) {
        if (merges[i] < lowest) {
          lowest = merges[i];
          at = i;
        }
      }
      if (lowest == Vocabulary.NONE) {
        break;
      }
      ids[at] = lowest;
      count--;
      System.arraycopy(ids, at + 2, ids, at + 1, count - at - 1);
      System.arraycopy(starts, at + 2, starts, at + 1, count - at);
      System.arraycopy(merges, at + 2, merges, at + 1, count - at - 1);
      merges[at] =
          at + 1 < count ? vocabulary.find(text, starts[at], starts[at + 2]) : Vocabulary.NONE;
      if (at > 0) {
        merges[at - 1] = vocabulary.find(text, starts[at - 1], starts[at + 1]);
      }
    }
    into.addAll(ids, 0, count);
  }

  private void inHeap(byte[] text, int from, int to, TokenBuffer into) {
    int count = to - from;
    reserve(count);
    begin(text, from, to);
    heapSize = 0;
    for (int i = 0; i < count; i++) {
      before[i] = i - 1;
      after[i] = i + 1;
      push(i);
    }
    while (heapSize > 0) {
      long lowest = pop();
      int at = (int) lowest;
      int merged = (int) (lowest >>> Integer.SIZE);
      if (merges[at] != merged) {
        continue; // one of the two has been merged otherwise
      }
      int gone = after[at];
      int next = after[gone];
      ids[at] = merged;
      after[at] = next;
      merges[gone] = Vocabulary.NONE;
      if (next < count) {
        before[next] = at;
      }
      merges[at] = next < count ? find(text, at, next, count) : Vocabulary.NONE;
      push(at);
      int previous = before[at];
      if (previous >= 0) {
        merges[previous] = find(text, previous, at, count);
        push(previous);
      }
    }
    for (int i = 0; i < count; i = after[i]) {
      into.add(ids[i]);
    }
  }

  /** The token of a part and the next one. */
  private int find(byte[] text, int part, int next, int count) {
    return vocabulary.find(text, starts[part], starts[Math.min(after[next], count)]);
  }

  private void reserve(int count) {
    if (before.length < count) {
      ids = new int[count];
      starts = new int[count + 1];
      merges = new int[count];
      before = new int[count];
      after = new int[count];
      heap = new long[count];
    }
  }

  private void push(int part) {
    if (merges[part] == Vocabulary.NONE) {
      return;
    }
    if (heapSize == heap.length) {
      heap = Arrays.copyOf(heap, 2 * heapSize);
    }
    long entry = (long) merges[part] << Integer.SIZE | part;
    int at = heapSize++;
    while (at > 0 && heap[(at - 1) / 2] > entry) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  private long pop() {
    long lowest = heap[0];
    long last = heap[--heapSize];
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= heapSize) {
        break;
      }
      if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= last) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = last;
    return lowest;
  }
}
