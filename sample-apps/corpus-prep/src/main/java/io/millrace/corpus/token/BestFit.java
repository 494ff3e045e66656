// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Packs a window of pieces into sequences by best-fit-decreasing: the longest piece first, each
 * into the sequence in which it leaves the least room. After Ding et al., "Fewer Truncations
 * Improve Language Modeling", ICML 2024. Sequences are shuffled within the window; the pieces of a
 * sequence stand in the order in which they came, so that none stands first because it is long.
 * Holds 24 bytes a piece. Not thread-safe.
 */
final class BestFit {
  /** Pieces of a window: more pack closer and take more memory. */
  static final int WINDOW_PIECES = 1 << 20;

  private static final int INITIAL = 1 << 10;
  private static final int NONE = -1;

  private final int length;
  private final long seed;
  private final int windowPieces;
  private int[] documents = new int[INITIAL];
  private int[] froms = new int[INITIAL];
  private int[] tos = new int[INITIAL];
  private int size;
  private int windows;

  BestFit(int length, long seed) {
    this(length, seed, WINDOW_PIECES);
  }

  BestFit(int length, long seed, int windowPieces) {
    this.length = length;
    this.seed = seed;
    this.windowPieces = windowPieces;
  }

  boolean isFull() {
    return size == windowPieces;
  }

  /** Adds a piece that fits into a sequence. */
  void add(int document, int from, int to) {
    if (size == documents.length) {
      documents = Arrays.copyOf(documents, 2 * size);
      froms = Arrays.copyOf(froms, 2 * size);
      tos = Arrays.copyOf(tos, 2 * size);
    }
    documents[size] = document;
    froms[size] = from;
    tos[size++] = to;
  }

  /** Packs what there is, gives it out, and is empty then. */
  void flush(SequencePlan.Taker taker) throws IOException {
    var bins = new Bins(length, size);
    for (int piece : longestFirst()) {
      bins.put(piece, tos[piece] - froms[piece]);
    }
    int[] members = bins.members();
    var order = new int[bins.count];
    for (int bin = 0; bin < order.length; bin++) {
      order[bin] = bin;
    }
    Ordering.shuffle(order, order.length, Ordering.mix(seed) ^ Ordering.mix(windows++));
    var plan = new SequencePlan();
    for (int bin : order) {
      plan.clear();
      for (int i = bins.begins[bin]; i < bins.begins[bin + 1]; i++) {
        int piece = members[i];
        plan.add(documents[piece], froms[piece], tos[piece]);
      }
      taker.take(plan);
    }
    size = 0;
  }

  /** Pieces by length, equal ones in the order in which they came: a counting sort. */
  private int[] longestFirst() {
    var begins = new int[length + 2];
    for (int i = 0; i < size; i++) {
      begins[length - (tos[i] - froms[i]) + 1]++;
    }
    for (int i = 1; i < begins.length; i++) {
      begins[i] += begins[i - 1];
    }
    var order = new int[size];
    for (int i = 0; i < size; i++) {
      order[begins[length - (tos[i] - froms[i])]++] = i;
    }
    return order;
  }

  /** Sequences being filled, found by the room that they have. */
  private static final class Bins {
    private final int length;
    private final int[] binOf;
    private final int[] first;
    private final int[] next;
    private final BitSet rooms = new BitSet();
    private int[] begins = {};
    private int count;

    Bins(int length, int pieces) {
      this.length = length;
      this.binOf = new int[pieces];
      this.next = new int[pieces];
      this.first = new int[length + 1];
      Arrays.fill(first, NONE);
    }

    void put(int piece, int tokens) {
      int room = rooms.nextSetBit(tokens);
      int bin;
      if (room < 0) {
        room = length;
        bin = count++;
      } else {
        bin = first[room];
        first[room] = next[bin];
        if (first[room] == NONE) {
          rooms.clear(room);
        }
      }
      binOf[piece] = bin;
      int left = room - tokens;
      if (left > 0) {
        next[bin] = first[left];
        first[left] = bin;
        rooms.set(left);
      }
    }

    /** Pieces by sequence, and by the order in which they came; sets {@link #begins}. */
    int[] members() {
      begins = new int[count + 1];
      for (int bin : binOf) {
        begins[bin + 1]++;
      }
      for (int i = 1; i <= count; i++) {
        begins[i] += begins[i - 1];
      }
      int[] at = begins.clone();
      var members = new int[binOf.length];
      for (int piece = 0; piece < binOf.length; piece++) {
        members[at[binOf[piece]]++] = piece;
      }
      return members;
    }
  }
}
