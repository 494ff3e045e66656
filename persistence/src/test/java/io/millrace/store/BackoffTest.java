// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void givenAttempts_whenPausing_thenLongerUpToTheLimitAndNeverBelowHalf() {
    var backoff =
        new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1), new Random(7), Timers.SYSTEM);

    for (int attempt = 1; attempt <= 100; attempt++) {
      long full = attempt < 6 ? 50L << (attempt - 1) : 1_000;
      assertThat(backoff.pauseMs(attempt)).isBetween(full / 2, full);
    }
  }
}
