// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import java.util.Arrays;
import java.util.HashMap;

/** Which documents are in one cluster. By path halving. Not thread-safe. */
final class Labels {
  private final int[] parents;

  /** Each document alone. */
  Labels(int documents) {
    parents = new int[documents];
    Arrays.setAll(parents, i -> i);
  }

  /** How many documents there are. */
  int documents() {
    return parents.length;
  }

  /** The lowest document of the cluster. */
  int of(int document) {
    int at = document;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /** Puts two clusters together. */
  void unite(int one, int other) {
    int a = of(one);
    int b = of(other);
    parents[Math.max(a, b)] = Math.min(a, b);
  }

  /** How many clusters there are, those of one document too: so many stay. */
  int clusters() {
    int count = 0;
    for (int i = 0; i < parents.length; i++) {
      count += of(i) == i ? 1 : 0;
    }
    return count;
  }

  /** Pairs of documents that are in one cluster. */
  long pairs() {
    var sizes = new int[parents.length];
    long pairs = 0;
    for (int i = 0; i < parents.length; i++) {
      pairs += sizes[of(i)]++;
    }
    return pairs;
  }

  /** Pairs that are in one cluster here and there. */
  long pairsInBoth(Labels other) {
    var sizes = new HashMap<Long, Integer>();
    long pairs = 0;
    for (int i = 0; i < parents.length; i++) {
      long both = (long) of(i) << 32 | other.of(i);
      pairs += sizes.merge(both, 1, Integer::sum) - 1;
    }
    return pairs;
  }
}
