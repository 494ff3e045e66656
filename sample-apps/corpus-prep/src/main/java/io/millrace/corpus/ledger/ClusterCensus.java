// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.document.DocumentNumbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.TreeMap;

/**
 * Counts clusters of near duplicates and checks that each of which documents are left keeps exactly
 * one: what was kept, removed and taken down, of each document in the order in which it happened,
 * then the pairs that are alike. Documents that were taken down do not count. Holds 30 to 60 bytes
 * a document. Not thread-safe.
 */
public final class ClusterCensus {
  private final DocumentNumbers documents = new DocumentNumbers();
  private final BitSet known = new BitSet();
  private final BitSet standing = new BitSet();
  private final BitSet gone = new BitSet();
  private final BitSet clustered = new BitSet();

  /** By number: another of the same cluster, lower or the same. */
  private int[] parents = new int[0];

  private long broken;

  /** Has seen nothing yet. */
  public ClusterCensus() {}

  /**
   * What came out.
   *
   * @param sizes how many clusters there are of each size, from 2 on
   * @param clusters of two documents up
   * @param clustered documents in them
   * @param largest documents of the largest one, 0 if there is none
   * @param broken how often a cluster does not keep exactly one: near duplicates for which nobody
   *     or not the same one stays
   */
  public record Result(
      TreeMap<Long, Long> sizes, long clusters, long clustered, long largest, long broken) {}

  /** A document that was kept, perhaps only at first, or that came back. */
  public void kept(DocumentId id) {
    int number = number(id);
    known.set(number);
    standing.set(number);
  }

  /** A document that went later, as a near duplicate of one that stayed then. */
  public void removed(DocumentId id, DocumentId winner) {
    int number = number(id);
    standing.clear(number);
    link(number, number(winner));
  }

  /** A document that was taken down, whether it stayed or not. */
  public void takenDown(DocumentId id) {
    int number = number(id);
    standing.clear(number);
    gone.set(number);
  }

  /** Two documents that are alike enough to be in one cluster. */
  public void alike(DocumentId one, DocumentId other) {
    int first = documents.find(one);
    int second = documents.find(other);
    if (first < 0 || second < 0) {
      broken++;
    } else {
      link(first, second);
    }
  }

  private void link(int one, int other) {
    clustered.set(one);
    clustered.set(other);
    int first = root(one);
    int second = root(other);
    parents[Math.max(first, second)] = Math.min(first, second);
  }

  /** By path halving, after Tarjan and van Leeuwen. */
  private int root(int document) {
    int at = document;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  private int number(DocumentId id) {
    int number = documents.add(id);
    if (number >= parents.length) {
      int before = parents.length;
      parents = Arrays.copyOf(parents, Math.max(1 << 10, 2 * number));
      for (int i = before; i < parents.length; i++) {
        parents[i] = i;
      }
    }
    return number;
  }

  /** The answer. */
  public Result result() {
    var living = new int[documents.size()];
    var staying = new int[documents.size()];
    for (int i = 0; i < living.length; i++) {
      if (clustered.get(i) && !gone.get(i)) {
        living[root(i)]++;
        staying[root(i)] += known.get(i) && standing.get(i) ? 1 : 0;
      }
    }
    var sizes = new TreeMap<Long, Long>();
    long members = 0;
    long wrong = broken;
    for (int i = 0; i < living.length; i++) {
      wrong += living[i] > 0 && staying[i] != 1 ? 1 : 0;
      if (living[i] > 1) {
        sizes.merge((long) living[i], 1L, Long::sum);
        members += living[i];
      }
    }
    long clusters = sizes.values().stream().mapToLong(Long::longValue).sum();
    long largest = sizes.isEmpty() ? 0 : sizes.lastKey();
    return new Result(sizes, clusters, members, largest, wrong);
  }
}
