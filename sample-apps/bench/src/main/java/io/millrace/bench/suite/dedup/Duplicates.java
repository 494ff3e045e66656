// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.google.protobuf.ByteString;
import io.millrace.corpus.near.Bands;
import io.millrace.corpus.near.MinHash;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.ShingleSet;
import io.millrace.corpus.near.Shingler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** Near duplicates found on one thread in one heap. */
final class Duplicates {
  private static final NearSettings NEAR = NearSettings.DEFAULT;

  private Duplicates() {}

  /** The shingles of each text. */
  static List<ShingleSet> shingles(List<String> texts) {
    var shingler = new Shingler(NEAR.shingleWords());
    return texts.stream().map(shingler::shingles).toList();
  }

  /** Compares each with each: what is right, in time that grows with the square. */
  static Labels exact(List<ShingleSet> sets) {
    var labels = new Labels(sets.size());
    for (int i = 0; i < sets.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (labels.of(i) != labels.of(j) && isNear(sets.get(i), sets.get(j))) {
          labels.unite(i, j);
        }
      }
    }
    return labels;
  }

  /**
   * Compares those that share a band of their MinHash signatures (Leskovec, Rajaraman and Ullman,
   * "Mining of Massive Datasets", section 3.4).
   */
  static Labels banded(List<ShingleSet> sets) {
    var labels = new Labels(sets.size());
    var minHash = new MinHash(NEAR.bands() * NEAR.rows());
    var buckets = new HashMap<ByteString, List<Integer>>();
    for (int i = 0; i < sets.size(); i++) {
      Bands bands = Bands.of(minHash.signature(sets.get(i)), NEAR);
      for (int band = 0; band < bands.count(); band++) {
        List<Integer> bucket = buckets.computeIfAbsent(bands.key(band), key -> new ArrayList<>());
        for (int other : bucket) {
          if (labels.of(i) != labels.of(other) && isNear(sets.get(i), sets.get(other))) {
            labels.unite(i, other);
          }
        }
        bucket.add(i);
      }
    }
    return labels;
  }

  /** So different in number that they cannot be near are not compared; that loses nothing. */
  private static boolean isNear(ShingleSet one, ShingleSet other) {
    int less = Math.min(one.count(), other.count());
    int more = Math.max(one.count(), other.count());
    return less >= NEAR.threshold() * more && one.jaccard(other) >= NEAR.threshold();
  }
}
