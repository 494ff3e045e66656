// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import java.util.ArrayList;
import java.util.List;

/** The plain kind, to compare with. */
public final class UnionFind {
  private final int[] parents;

  /** So many, each alone. */
  public UnionFind(int count) {
    parents = new int[count];
    for (int n = 0; n < count; n++) {
      parents[n] = n;
    }
  }

  /** The lowest of its component. */
  public int find(int n) {
    int root = n;
    while (parents[root] != root) {
      root = parents[root];
    }
    parents[n] = root;
    return root;
  }

  /** Makes one component of two. */
  public void unite(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    parents[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
  }

  /** All that are with this one, ascending. */
  public List<Integer> component(int n) {
    var all = new ArrayList<Integer>();
    for (int m = 0; m < parents.length; m++) {
      if (find(m) == find(n)) {
        all.add(m);
      }
    }
    return all;
  }
}
