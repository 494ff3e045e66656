// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the fullest node bounds: a little below it nothing piles up, a little above it all does. */
class BacklogTest {
  private static final int CORES = 4;
  private static final double BATCH_SECONDS = 0.002;
  private static final double SECONDS = 60;

  @ParameterizedTest
  @CsvSource({"3, 120, 30", "10, 400, 100", "30, 1200, 300"})
  void givenTheFormulasThroughput_whenSimulated_thenWaitsStayBelowItAndGrowAboveIt(
      int nodes, int partitions, int shards) {
    Placement placement = Placement.of(nodes, partitions, shards, new UUID(7, 11));
    double most = nodes * CORES / BATCH_SECONDS / placement.imbalance();

    double below =
        new Backlog(placement, CORES, BATCH_SECONDS, 3)
            .waitSeconds(most * 0.9, partitions, SECONDS);
    double above =
        new Backlog(placement, CORES, BATCH_SECONDS, 3)
            .waitSeconds(most * 1.1, partitions, SECONDS);

    assertThat(below).isLessThan(0.05);
    assertThat(above).isGreaterThan(1);
  }
}
