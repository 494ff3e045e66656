// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LingerTest {
  private final Linger linger =
      new Linger(
          IngestSettings.from(
              ConfigFactory.parseString("millrace.ingest { linger = 5 ms, linger-max = 80 ms }")
                  .withFallback(ConfigFactory.defaultReference())));

  private void commit(int times, Duration each) {
    for (int i = 0; i < times; i++) {
      linger.committed(each.toNanos());
    }
  }

  @Test
  void givenNoCommitYet_whenAsked_thenTheShortestTime() {
    assertThat(linger.time()).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void givenCommitsThatTakeLong_whenAsked_thenAnEighthOfThat() {
    commit(100, Duration.ofMillis(400));

    assertThat(linger.time()).isBetween(Duration.ofMillis(49), Duration.ofMillis(50));
  }

  @Test
  void givenCommitsThatTakeSeconds_whenAsked_thenTheLongestTime() {
    commit(100, Duration.ofSeconds(4));

    assertThat(linger.time()).isEqualTo(Duration.ofMillis(80));
  }

  @Test
  void givenCommitsThatBecomeFast_whenAsked_thenTheShortestTimeAgain() {
    commit(100, Duration.ofSeconds(4));
    commit(100, Duration.ofMillis(8));

    assertThat(linger.time()).isEqualTo(Duration.ofMillis(5));
  }
}
