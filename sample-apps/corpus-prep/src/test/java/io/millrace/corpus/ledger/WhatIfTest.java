// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.ledger.WhatIf.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private record Doc(DocumentId id, long tokens, double quality, long rank) {}

  private record Pair(int one, int other, double jaccard) {}

  @Test
  void keepsTheBestOfEachCluster() {
    var whatIf = new WhatIf(10, 10);
    whatIf.document(new DocumentId(1, 1), 100, 0.9, 5);
    whatIf.document(new DocumentId(2, 1), 70, 0.9, 7);
    whatIf.document(new DocumentId(3, 1), 10, 0.3, 9);
    whatIf.document(new DocumentId(4, 1), 1, 0.9, 1);
    whatIf.pair(new DocumentId(1, 1), new DocumentId(2, 1), 0.85);
    whatIf.pair(new DocumentId(2, 1), new DocumentId(3, 1), 0.7);

    assertThat(whatIf.outcomes(List.of(0.7, 0.8, 0.9), List.of(0.0, 0.5)))
        .containsExactly(
            new Outcome(0.7, 0, 0, 2, 2, 11),
            new Outcome(0.8, 0, 0, 1, 3, 81),
            new Outcome(0.9, 0, 0, 0, 4, 181),
            new Outcome(0.7, 0.5, 1, 1, 2, 71),
            new Outcome(0.8, 0.5, 1, 1, 2, 71),
            new Outcome(0.9, 0.5, 1, 0, 3, 171));
  }

  @Test
  void agreesWithTheExactAnswer() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      List<Doc> docs = new ArrayList<>();
      var whatIf = new WhatIf(5_000, 5_000);
      int documents = 1 + random.nextInt(seed % 10 == 0 ? 3_000 : 60);
      for (int i = 0; i < documents; i++) {
        var doc =
            new Doc(
                new DocumentId(random.nextLong(), i),
                random.nextInt(1_000),
                random.nextInt(5) / 5.0,
                random.nextInt(4));
        docs.add(doc);
        whatIf.document(doc.id, doc.tokens, doc.quality, doc.rank);
      }
      List<Pair> pairs = new ArrayList<>();
      for (int i = random.nextInt(documents); i > 0; i--) {
        var pair =
            new Pair(
                random.nextInt(documents), random.nextInt(documents), random.nextInt(11) / 10.0);
        pairs.add(pair);
        Doc a = docs.get(pair.one);
        Doc b = docs.get(pair.other);
        whatIf.pair(a.id, b.id, pair.jaccard);
      }
      List<Double> jaccards = List.of(0.5, 0.9, 0.7, 1.0);
      for (Outcome outcome : whatIf.outcomes(jaccards, List.of(0.4, 0.0))) {
        assertThat(outcome).as("seed %s", seed).isEqualTo(exact(docs, pairs, outcome));
      }
    }
  }

  /** Follows pairs from each document, again and again. */
  private static Outcome exact(List<Doc> docs, List<Pair> pairs, Outcome thresholds) {
    int[] labels = new int[docs.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i;
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Pair pair : pairs) {
        boolean counts =
            (float) pair.jaccard >= (float) thresholds.jaccard()
                && docs.get(pair.one).quality >= thresholds.quality()
                && docs.get(pair.other).quality >= thresholds.quality();
        if (counts && labels[pair.one] != labels[pair.other]) {
          int least = Math.min(labels[pair.one], labels[pair.other]);
          labels[pair.one] = least;
          labels[pair.other] = least;
          changed = true;
        }
      }
    }
    var survivors = new java.util.HashMap<Integer, Integer>();
    long out = 0;
    for (int i = 0; i < docs.size(); i++) {
      if (docs.get(i).quality < thresholds.quality()) {
        out++;
        continue;
      }
      int doc = i;
      survivors.merge(labels[i], doc, (a, b) -> docs.get(b).rank > docs.get(a).rank ? b : a);
    }
    long tokens = survivors.values().stream().mapToLong(i -> docs.get(i).tokens).sum();
    return new Outcome(
        thresholds.jaccard(),
        thresholds.quality(),
        out,
        docs.size() - out - survivors.size(),
        new HashSet<>(survivors.values()).size(),
        tokens);
  }

  @Test
  void countsPairsOfStrangers() {
    var whatIf = new WhatIf(10, 10);
    whatIf.document(new DocumentId(1, 1), 100, 1, 1);
    whatIf.pair(new DocumentId(1, 1), new DocumentId(1, 2), 1);

    assertThat(whatIf.strangers()).isEqualTo(1);
    assertThat(whatIf.outcomes(List.of(0.5), List.of(0.0)))
        .containsExactly(new Outcome(0.5, 0, 0, 0, 1, 100));
  }

  @Test
  void holdsNoMoreThanItMay() {
    var whatIf = new WhatIf(1, 1);
    whatIf.document(new DocumentId(1, 1), 1, 1, 1);
    whatIf.document(new DocumentId(1, 1), 1, 1, 1);

    assertThatIllegalStateException()
        .isThrownBy(() -> whatIf.document(new DocumentId(2, 2), 1, 1, 1))
        .withMessage("documents: more than 1 (expected: at most so many)");
  }
}
