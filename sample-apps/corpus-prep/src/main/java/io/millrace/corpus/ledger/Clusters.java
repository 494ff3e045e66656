// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

/**
 * Which documents belong together, and the best of each cluster. Union by link to the lower number
 * with path halving, after Tarjan and van Leeuwen, "Worst-case analysis of set union algorithms",
 * JACM 31(2), 1984. Not thread-safe.
 */
final class Clusters {
  private final int[] parents;
  private final int[] best;
  private final Ranking ranking;

  /** Says which of two documents stays when they turn out to be alike. */
  @FunctionalInterface
  interface Ranking {
    /**
     * The one that stays, by the documents' numbers. Must be a total order, or the survivor depends
     * on the order of the links.
     */
    int better(int one, int other);
  }

  /** Each document in a cluster of its own. */
  Clusters(int documents, Ranking ranking) {
    this.ranking = ranking;
    parents = new int[documents];
    best = new int[documents];
    for (int i = 0; i < documents; i++) {
      parents[i] = i;
      best[i] = i;
    }
  }

  /** The number that stands for the document's cluster. */
  int root(int document) {
    int at = document;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** The document that stays of this one's cluster. */
  int survivor(int document) {
    return best[root(document)];
  }

  /**
   * Puts two documents' clusters together.
   *
   * @return the survivor that gives way, or -1 if they were together already
   */
  int link(int one, int other) {
    int a = root(one);
    int b = root(other);
    if (a == b) {
      return -1;
    }
    int root = Math.min(a, b);
    int child = Math.max(a, b);
    int stays = ranking.better(best[a], best[b]);
    int goes = stays == best[a] ? best[b] : best[a];
    parents[child] = root;
    best[root] = stays;
    return goes;
  }
}
