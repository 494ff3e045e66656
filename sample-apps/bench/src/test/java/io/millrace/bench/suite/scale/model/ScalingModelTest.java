// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScalingModelTest {
  private static final Measured MEASURED = new Measured(1, 4, 1, 2, 213, 80, 1_000, 150);
  private final ScalingModel model = new ScalingModel(MEASURED, Assumed.DEFAULT);

  @Test
  void givenOneNode_whenAsked_thenWhatItsCoresDoAndNoTakeover() {
    Forecast one = model.at(1);

    assertThat(one.imbalance()).isEqualTo(1);
    assertThat(one.recordsPerSecond()).isCloseTo(16 * 0.6 / 4 * 1e6, within(1.0));
    assertThat(one.cpuSecondsPerMillion()).isCloseTo(1 + 4 + 2 * 3, within(1e-9));
    assertThat(one.commitsPerSecond()).isCloseTo(2_400, within(1e-6));
    assertThat(one.databaseNodes()).isEqualTo(3);
    assertThat(one.commitsPerDatabaseNode()).isCloseTo(2_400, within(1e-6));
    assertThat(one.nodeInBytesPerSecond()).isCloseTo(2.4e6 * 213, within(1.0));
    assertThat(one.recoverySeconds()).isEmpty();
  }

  @Test
  void givenMoreNodes_whenAsked_thenMoreRecordsButLessForEach() {
    Forecast ten = model.at(10);
    Forecast hundred = model.at(100);

    assertThat(hundred.partitions()).isEqualTo(4_000);
    assertThat(hundred.recordsPerSecond()).isGreaterThan(5 * ten.recordsPerSecond());
    assertThat(hundred.recordsPerSecond() / 100).isLessThan(model.at(1).recordsPerSecond());
    assertThat(hundred.databaseNodes()).isGreaterThan(ten.databaseNodes());
    assertThat(hundred.recoverySeconds().orElseThrow())
        .isBetween(Assumed.DEFAULT.detectionSeconds(), Assumed.DEFAULT.detectionSeconds() + 10);
    assertThat(hundred).isEqualTo(model.at(100));
  }

  @Test
  void givenTheDatabasesOwnLoad_whenNodesAreCounted_thenTheMostLoadedHasRoom() {
    Forecast thirty = model.at(30);
    double cores = thirty.recordsPerSecond() / 1e6 * MEASURED.databaseCpu() * 3;

    assertThat(cores / thirty.databaseNodes()).isLessThan(16 * 0.6);
  }

  @Test
  void givenNonsense_whenMade_thenRefused() {
    assertThatThrownBy(() -> new Measured(1, 0, 1, 2, 213, 80, 1_000, 150))
        .hasMessageContaining("nodeCpu: 0");
    assertThatThrownBy(() -> new Assumed(16, 16, 1.5, 3, 16, 40, 10, 4, 8.5))
        .hasMessageContaining("utilisation: 1.5");
  }
}
