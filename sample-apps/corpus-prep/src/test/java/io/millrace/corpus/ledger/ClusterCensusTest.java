// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.document.DocumentId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterCensusTest {
  private final ClusterCensus census = new ClusterCensus();

  private static DocumentId id(int number) {
    return new DocumentId(number * 0x9E3779B97F4A7C15L, number);
  }

  private void keep(int from, int to) {
    for (int i = from; i <= to; i++) {
      census.kept(id(i));
    }
  }

  @Test
  void followsSurvivorsThatGaveWay() {
    keep(1, 6);
    census.removed(id(1), id(2));
    census.removed(id(2), id(3));
    census.removed(id(5), id(6));
    census.alike(id(1), id(3));
    census.alike(id(5), id(6));

    assertThat(census.result())
        .isEqualTo(
            new ClusterCensus.Result(new java.util.TreeMap<>(Map.of(2L, 1L, 3L, 1L)), 2, 5, 3, 0));
  }

  @Test
  void seesTwoThatStayThoughTheyAreAlike() {
    keep(1, 2);
    census.alike(id(1), id(2));

    assertThat(census.result().broken()).isEqualTo(1);
  }

  @Test
  void seesAClusterOfWhichNobodyStays() {
    keep(1, 1);
    census.removed(id(1), id(2));

    assertThat(census.result().broken()).isEqualTo(1);
  }

  @Test
  void seesWhoGaveWayToEachOther() {
    keep(1, 2);
    census.removed(id(1), id(2));
    census.removed(id(2), id(1));

    assertThat(census.result().broken()).isPositive();
  }

  @Test
  void seesWhoWentTwice() {
    keep(1, 3);
    census.removed(id(1), id(2));
    census.removed(id(1), id(3));

    assertThat(census.result().broken()).isEqualTo(1);
  }

  @Test
  void seesPairsOfStrangers() {
    keep(1, 1);
    census.alike(id(1), id(2));

    assertThat(census.result().broken()).isEqualTo(1);
  }

  @Test
  void holdsManyDocuments() {
    keep(1, 5_000);
    for (int i = 2; i <= 5_000; i++) {
      census.removed(id(i), id(i - 1));
    }

    ClusterCensus.Result result = census.result();

    assertThat(result.largest()).isEqualTo(5_000);
    assertThat(result.clusters()).isEqualTo(1);
    assertThat(result.broken()).isZero();
  }
}
