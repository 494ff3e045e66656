// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import java.util.BitSet;
import java.util.TreeMap;

/**
 * Counts clusters of near duplicates and checks that each keeps exactly one document. First all
 * documents, then all pairs, then the answers. Holds 30 to 60 bytes a document. Not thread-safe.
 */
public final class ClusterCensus {
  private final DocumentIds ids = new DocumentIds();
  private final BitSet gone = new BitSet();
  private Clusters clusters = new Clusters(0, Math::min);
  private long strangers;

  /**
   * What came out.
   *
   * @param sizes how many clusters there are of each size, from 2 on
   * @param clusters of at least two documents
   * @param withoutSurvivor of them, those that keep none
   * @param withSeveral of them, those that keep more than one
   * @param strangers pairs of documents that nobody named
   */
  public record Result(
      TreeMap<Integer, Long> sizes,
      long clusters,
      long withoutSurvivor,
      long withSeveral,
      long strangers) {
    /** Whether each cluster keeps exactly one. */
    public boolean holds() {
      return withoutSurvivor == 0 && withSeveral == 0 && strangers == 0;
    }
  }

  /** A document that was kept at first; may be named again. */
  public void kept(long idHigh, long idLow) {
    ids.add(idHigh, idLow);
  }

  /** A document that went later, as a near duplicate. */
  public void removed(long idHigh, long idLow) {
    gone.set(ids.add(idHigh, idLow));
  }

  /** Ends the documents and begins the pairs. */
  public void endDocuments() {
    clusters = new Clusters(ids.size(), Math::min);
  }

  /** Two documents that are alike enough to be in one cluster. */
  public void alike(long aHigh, long aLow, long bHigh, long bLow) {
    int one = ids.find(aHigh, aLow);
    int other = ids.find(bHigh, bLow);
    if (one < 0 || other < 0) {
      strangers++;
    } else {
      clusters.link(one, other);
    }
  }

  /** The answer. */
  public Result result() {
    int documents = ids.size();
    var sizes = new int[documents];
    var stay = new int[documents];
    for (int i = 0; i < documents; i++) {
      int root = clusters.root(i);
      sizes[root]++;
      stay[root] += gone.get(i) ? 0 : 1;
    }
    var bySize = new TreeMap<Integer, Long>();
    long several = 0;
    long none = 0;
    long count = 0;
    for (int i = 0; i < documents; i++) {
      if (sizes[i] > 1) {
        count++;
        bySize.merge(sizes[i], 1L, Long::sum);
      }
      // A document that went must have been alike to some other one.
      none += sizes[i] > 0 && stay[i] == 0 ? 1 : 0;
      several += stay[i] > 1 ? 1 : 0;
    }
    return new Result(bySize, count, none, several, strangers);
  }
}
