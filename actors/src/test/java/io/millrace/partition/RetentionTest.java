// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.partition.Retention.Run;
import io.millrace.processor.StoragePolicy;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
  private static final long MIB = 1 << 20;

  private static Retention retention(String settings, StoragePolicy policy) {
    return new Retention(policy, CoreRig.settings(settings));
  }

  @Test
  void givenNoLimit_whenAsked_thenNothingGoes() {
    Retention off = retention("", StoragePolicy.DEFAULT);
    off.committed(1, 0, MIB);

    assertThat(off.isByRun()).isFalse();
    assertThat(off.giveUp(1_000, Long.MAX_VALUE)).isZero();
  }

  @Test
  void givenNumber_whenAsked_thenAllButTheNewestGo() {
    Retention retention = retention("retain-blocks = 100", StoragePolicy.DEFAULT);

    assertThat(retention.giveUp(1_000, 0)).isEqualTo(900);
    assertThat(retention.giveUp(50, 0)).isNotPositive();
  }

  @Test
  void givenAge_whenAsked_thenRunsGoOnceTheirLastBlockIsOldEnough() {
    Retention retention = retention("retain-age = 1 h", StoragePolicy.DEFAULT);
    for (long block = 1; block <= 200; block++) {
      retention.committed(block, block * 1_000, 10);
    }

    assertThat(retention.giveUp(200, 3_600_000 + 63_999)).isZero();
    assertThat(retention.giveUp(200, 3_600_000 + 64_000)).isEqualTo(64);
    assertThat(retention.giveUp(200, 3_600_000 + 150_000)).isEqualTo(128);
    assertThat(retention.giveUp(200, 3_600_000 + 200_000)).isEqualTo(200);
  }

  @Test
  void givenAgeAndFewBlocks_whenAsked_thenNoneWaitsForAWholeRun() {
    Retention retention = retention("retain-age = 1 h", StoragePolicy.DEFAULT);
    for (long block = 1; block <= 20; block++) {
      retention.committed(block, block * 600_000, 10);
    }

    assertThat(retention.giveUp(20, 3_600_000 + 10 * 600_000)).isEqualTo(10);
    assertThat(retention.tooOld(3_600_000 + 10 * 600_000)).isEqualTo(10);
    assertThat(retention.tooOld(3_600_000)).isZero();
  }

  @Test
  void givenSize_whenAsked_thenAtLeastSoMuchIsLeft() {
    Retention retention = retention("retain-bytes = 1 MiB", StoragePolicy.DEFAULT);
    for (long block = 1; block <= 640; block++) {
      retention.committed(block, 0, MIB / 64);
    }

    assertThat(retention.giveUp(640, 0)).isEqualTo(576);
    retention.truncated(576);
    assertThat(retention.giveUp(640, 0)).isZero();
    retention.committed(641, 0, 1);
    assertThat(retention.giveUp(641, 0)).isZero();
  }

  @Test
  void givenJobThatSaysOtherwise_whenAsked_thenTheJobIsHeard() {
    StoragePolicy policy = StoragePolicy.DEFAULT.withRetainAge(Duration.ofSeconds(1));
    Retention retention = retention("retain-age = 1 h, retain-bytes = 1 GiB", policy);
    retention.committed(1, 0, 10);

    assertThat(retention.giveUp(1, 999)).isZero();
    assertThat(retention.giveUp(1, 1_000)).isEqualTo(1);
  }

  @Test
  void givenOlderBlocks_whenToldOf_thenTheyGoFirst() {
    Retention retention = retention("retain-bytes = 1 MiB", StoragePolicy.DEFAULT);
    retention.committed(301, 0, MIB / 2);

    retention.before(List.of(new Run(100, 0, MIB), new Run(200, 0, MIB), new Run(300, 0, MIB)));

    assertThat(retention.giveUp(301, 0)).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void givenMoreRunsThanAreKept_whenAsked_thenNeverTooMuchGoes(long seed) {
    var random = new Random(seed);
    Retention retention = retention("retain-bytes = 64 MiB", StoragePolicy.DEFAULT);
    int blocks = 2 * Retention.RUNS_MAX * Retention.RUN_BLOCKS + random.nextInt(10_000);
    long[] sizes = new long[blocks + 1];
    for (int block = 1; block <= blocks; block++) {
      sizes[block] = random.nextInt(4_000);
      retention.committed(block, 0, sizes[block]);
    }

    long upTo = retention.giveUp(blocks, 0);

    long kept = 0;
    for (int block = (int) upTo + 1; block <= blocks; block++) {
      kept += sizes[block];
    }
    assertThat(kept).isBetween(64 * MIB, 66 * MIB);
  }
}
