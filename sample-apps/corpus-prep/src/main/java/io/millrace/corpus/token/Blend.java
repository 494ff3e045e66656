// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import java.io.IOException;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The order in which documents are taken: within a source by a hash of seed, epoch and id, an epoch
 * after the other; of several sources so that each has come as far as the others, in parts of its
 * budget, at every place. The same documents, mixture and seed give the same order. Immutable.
 */
final class Blend {
  private final Catalog catalog;
  private final long[] budgets;
  private final int[][] documents;
  private final long seed;

  /**
   * @param budgets tokens to take of each source
   */
  Blend(Catalog catalog, long[] budgets, long seed) {
    this.catalog = catalog;
    this.budgets = budgets;
    this.seed = seed;
    int[] counts = catalog.documentsBySource();
    this.documents = new int[counts.length][];
    var filled = new int[counts.length];
    for (int source = 0; source < counts.length; source++) {
      documents[source] = new int[counts[source]];
    }
    for (int document = 0; document < catalog.size(); document++) {
      int source = catalog.sourceOf(document);
      documents[source][filled[source]++] = document;
    }
  }

  /** Takes documents, by their place in the catalogue. */
  interface Taker {
    void take(int document) throws IOException;
  }

  /** Goes through all that is taken. */
  void forEach(Taker taker) throws IOException {
    var sources =
        new PriorityQueue<Source>(
            Comparator.comparingDouble(Source::progress).thenComparingInt(s -> s.source));
    for (int i = 0; i < documents.length; i++) {
      var source = new Source(i);
      if (source.hasNext()) {
        sources.add(source);
      }
    }
    while (true) {
      Source least = sources.poll();
      if (least == null) {
        return;
      }
      taker.take(least.next());
      if (least.hasNext()) {
        sources.add(least);
      }
    }
  }

  /** How far one source is. */
  private final class Source {
    private final int source;
    private int[] order = {};
    private int at;
    private int epoch;
    private long done;

    Source(int source) {
      this.source = source;
    }

    /** Of the middle of the next document, from 0 to about 1. */
    double progress() {
      return (done + catalog.length(peek()) / 2.0) / budgets[source];
    }

    /** A document is taken if that brings the sum nearer to the budget than leaving it. */
    boolean hasNext() {
      return documents[source].length > 0
          && done < budgets[source]
          && 2 * done + catalog.length(peek()) <= 2 * budgets[source];
    }

    private int peek() {
      if (at == order.length) {
        order = shuffled();
        at = 0;
        epoch++;
      }
      return order[at];
    }

    private int[] shuffled() {
      int[] all = documents[source];
      long salt = Ordering.mix(Ordering.mix(seed) + epoch);
      var keys = new long[all.length];
      for (int i = 0; i < all.length; i++) {
        DocumentId id = catalog.id(all[i]);
        keys[i] = Ordering.mix(Ordering.mix(salt ^ id.high()) ^ id.low());
      }
      int[] order = Ordering.byKey(keys);
      for (int i = 0; i < order.length; i++) {
        order[i] = all[order[i]];
      }
      return order;
    }

    int next() {
      int document = peek();
      at++;
      done += catalog.length(document);
      return document;
    }
  }
}
