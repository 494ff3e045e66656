// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void givenClustersThatMeet_whenUnited_thenAllPairsCount() {
    var labels = new Labels(6);
    labels.unite(5, 4);
    labels.unite(1, 2);

    labels.unite(4, 2);

    assertThat(labels.of(5)).isEqualTo(1);
    assertThat(labels.clusters()).isEqualTo(3);
    assertThat(labels.pairs()).isEqualTo(6);
  }

  @Test
  void givenTwoPartings_whenCompared_thenPairsTogetherInBothCount() {
    var one = new Labels(5);
    one.unite(0, 1);
    one.unite(1, 2);
    var other = new Labels(5);
    other.unite(1, 2);
    other.unite(3, 4);

    long both = one.pairsInBoth(other);

    assertThat(both).isEqualTo(1);
    assertThat(one.pairsInBoth(one)).isEqualTo(3);
  }
}
