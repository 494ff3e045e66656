// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.JobTotals;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.Result;
import io.millrace.bench.suite.scale.model.Measured;
import io.millrace.model.MillraceException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Result load(String name, double nodeCpu) {
    Measurement measured =
        Measurement.of(1_000, 1, 1)
            .with("client-cpu-s-per-million", 1)
            .with(MillraceScale.NODE_CPU, nodeCpu)
            .with("database-cpu-s-per-million", 2)
            .with(JobTotals.STORED, 70)
            .with(MillraceScale.FILES, 60)
            .with(JobTotals.PER_BLOCK, 500);
    return new Result(name, Contender.MILLRACE, List.of(measured), Optional.empty());
  }

  private static Result recovery(String name, double ms) {
    Measurement measured = Measurement.of(10, 1, 1).with(MillraceRecovery.RECOVERY_MS, ms);
    return new Result(name, MillraceRecovery.NAME, List.of(measured), Optional.empty());
  }

  @Test
  void givenGrowthNodesAndRecoveries_whenAsked_thenTheLargestStepAndTheSlowestSnapshot() {
    Measured measured =
        new Findings(
                List.of(
                    load("total-records=1000", 4),
                    load("total-records=10000", 5),
                    load("nodes=1", 6),
                    load("nodes=2", 7),
                    load("nodes=3", 8),
                    recovery("recovery blocks=10", 20),
                    recovery("recovery blocks=100", 30),
                    recovery("recovery blocks=100, without snapshot", 900)))
            .measured(200);

    assertThat(measured.nodeCpu()).isEqualTo(5);
    assertThat(measured.remoteCpu()).isCloseTo(3, within(1e-9));
    assertThat(measured.storedBytes()).isEqualTo(70);
    assertThat(measured.recordsPerBlock()).isEqualTo(500);
    assertThat(measured.recordBytes()).isEqualTo(213);
    assertThat(measured.recoveryMs()).isEqualTo(30);
  }

  @Test
  void givenNoRecovery_whenAsked_thenSaysWhatIsMissing() {
    var findings = new Findings(List.of(load("total-records=1000", 4)));

    assertThatThrownBy(() -> findings.measured(200))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("recovery")
        .hasMessageContaining("millrace bench scale");
  }
}
