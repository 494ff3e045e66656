// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.document.DocumentNumbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.TreeMap;

/**
 * Counts clusters of near duplicates and checks that each keeps exactly one document: first what
 * was kept and removed, then the pairs that are alike. Holds 30 to 60 bytes a document. Not
 * thread-safe.
 */
public final class ClusterCensus {
  private static final int NOBODY = -1;

  private final DocumentNumbers documents = new DocumentNumbers();
  private final BitSet kept = new BitSet();

  /** By number: who stays instead, as far as was known; {@link #NOBODY} for who was not removed. */
  private int[] winners = new int[0];

  private long removed;
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

  /** A document that was kept, perhaps only at first; may be named again. */
  public void kept(DocumentId id) {
    kept.set(number(id));
  }

  /** A document that went later, as a near duplicate of one that stayed then. */
  public void removed(DocumentId id, DocumentId winner) {
    int number = number(id);
    int instead = number(winner);
    removed++;
    if (winners[number] != NOBODY) {
      broken++;
    }
    winners[number] = instead;
  }

  /** Two documents that are alike enough to be in one cluster. */
  public void alike(DocumentId one, DocumentId other) {
    int first = documents.find(one);
    int second = documents.find(other);
    if (first < 0 || second < 0 || survivor(first) != survivor(second)) {
      broken++;
    }
  }

  private int number(DocumentId id) {
    int number = documents.add(id);
    if (number >= winners.length) {
      int before = winners.length;
      winners = Arrays.copyOf(winners, Math.max(1 << 10, 2 * number));
      Arrays.fill(winners, before, winners.length, NOBODY);
    }
    return number;
  }

  /** Who stays for a document; shortens the way for the next one who asks. */
  private int survivor(int document) {
    int last = document;
    for (long steps = 0; winners[last] != NOBODY && steps <= removed; steps++) {
      last = winners[last];
    }
    for (int at = document; at != last && winners[at] != NOBODY; ) {
      int next = winners[at];
      winners[at] = last;
      at = next;
    }
    return last;
  }

  /** The answer. */
  public Result result() {
    var others = new int[documents.size()];
    long wrong = broken;
    for (int i = 0; i < others.length; i++) {
      if (winners[i] != NOBODY) {
        int survivor = survivor(i);
        others[survivor]++;
        wrong += kept.get(survivor) && winners[survivor] == NOBODY ? 0 : 1;
      }
    }
    var sizes = new TreeMap<Long, Long>();
    for (int count : others) {
      if (count > 0) {
        sizes.merge(count + 1L, 1L, Long::sum);
      }
    }
    long clusters = sizes.values().stream().mapToLong(Long::longValue).sum();
    long largest = sizes.isEmpty() ? 0 : sizes.lastKey();
    return new Result(sizes, clusters, removed + clusters, largest, wrong);
  }
}
