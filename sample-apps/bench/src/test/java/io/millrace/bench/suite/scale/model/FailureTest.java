// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The closed formula for the recovery of a failed node beside the event simulation. */
class FailureTest {
  private static final UUID JOB = new UUID(7, 11);

  @ParameterizedTest
  @CsvSource({
    "2, 80, 20, 0.15",
    "3, 120, 30, 0.15",
    "3, 120, 30, 2",
    "10, 400, 100, 0.15",
    "30, 1200, 300, 0.15",
    "100, 1600, 1000, 0.15",
    "100, 4000, 1000, 0.15",
    "100, 4000, 1000, 3"
  })
  void givenTheFullestNodeFails_whenOthersTakeOver_thenTheFormulaIsWithinAFactorOfTwo(
      int nodes, int partitions, int shards, double recoverySeconds) {
    Placement placement = Placement.of(nodes, partitions, shards, JOB);
    int failed = placement.partitionsOn(placement.fullest());
    var simulation = new Failure(placement, partitions, recoverySeconds, 5);

    double simulated = simulation.seconds();

    double formula = ScalingModel.recoverySeconds(nodes, partitions, failed, recoverySeconds);
    assertThat(simulation.moved()).isEqualTo(failed);
    assertThat(simulated).isGreaterThanOrEqualTo(recoverySeconds);
    assertThat(formula).as("simulated %s", simulated).isBetween(simulated / 2, simulated * 2);
  }
}
