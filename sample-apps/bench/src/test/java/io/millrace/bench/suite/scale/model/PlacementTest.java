// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
  private static final UUID JOB = new UUID(7, 11);

  @ParameterizedTest
  @CsvSource({"3, 48, 30", "10, 160, 100", "100, 1600, 1000", "100, 4000, 1000"})
  void givenPartitions_whenPlaced_thenEachIsOnOneNode(int nodes, int partitions, int shards) {
    Placement placement = Placement.of(nodes, partitions, shards, JOB);

    assertThat(IntStream.range(0, nodes).map(placement::partitionsOn).sum()).isEqualTo(partitions);
    assertThat(placement.shards()).isLessThanOrEqualTo(shards);
    assertThat(placement.imbalance()).isGreaterThanOrEqualTo(1);
    assertThat(placement.partitionsOn(placement.fullest()))
        .isGreaterThanOrEqualTo(partitions / nodes);
  }

  /** Names are hashed and shards are levelled: no worse than chance, but for its own deviation. */
  @ParameterizedTest
  @CsvSource({"10, 400, 100", "30, 1200, 300", "100, 1600, 1000", "100, 4000, 1000"})
  void givenTenJobs_whenPlaced_thenTheFullestNodeIsAsFullAsTheFormulaSaysOrLess(
      int nodes, int partitions, int shards) {
    double mean =
        IntStream.range(0, 10)
            .mapToDouble(i -> Placement.of(nodes, partitions, shards, new UUID(i, i)).imbalance())
            .average()
            .orElseThrow();

    assertThat(mean).isLessThan(ScalingModel.chanceImbalance(nodes, partitions) * 1.1);
  }

  @Test
  void givenANodeJoins_whenLevelled_thenAsManyLooksAsTheFormulaSays() {
    Placement placement = Placement.of(99, 4_000, 1_000, JOB);
    placement.add(99);

    int looks = 0;
    while (!placement.level().isEmpty()) {
      looks++;
    }

    assertThat(looks * 2.0)
        .isBetween(
            ScalingModel.joinSeconds(99, placement.shards()) - 2,
            ScalingModel.joinSeconds(99, placement.shards()) + 2);
    assertThat(placement.partitionsOn(99)).isPositive();
  }
}
