// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.report.Page.Point;
import org.junit.jupiter.api.Test;

class SpeedLogTest {
  @Test
  void saysTheSpeedBetweenSamples() {
    var log = new SpeedLog();
    log.at(0.05, 10);
    log.at(1, 3_000_000);
    log.at(3, 4_000_000);

    assertThat(log.points()).containsExactly(new Point(1, 3), new Point(3, 0.5));
  }

  @Test
  void holdsFewSamplesHoweverLongItTakes() {
    var log = new SpeedLog();
    for (int i = 1; i <= 100_000; i++) {
      log.at(i, i * 2_000_000L);
    }

    assertThat(log.points()).hasSizeBetween(SpeedLog.SAMPLES_MAX / 2 - 2, SpeedLog.SAMPLES_MAX);
    assertThat(log.points()).allMatch(point -> Math.abs(point.value() - 2) < 1e-9);
  }
}
