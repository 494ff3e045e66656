// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.v1.Receipt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void givenReceiptWithGaps_whenAcknowledged_thenEachCoveredRecordCountsOnce() {
    var clock = new AtomicLong(5);
    var latencies = new Latencies(16, clock::get);
    for (long sequence = 1; sequence <= 4; sequence++) {
      latencies.submitted(sequence);
    }

    clock.addAndGet(10_000_000);
    var firstAndThird = Receipt.newBuilder().setFirstSequence(1).setLastSequence(3).addSteps(2);
    latencies.acknowledged(firstAndThird.build());
    clock.addAndGet(90_000_000);
    latencies.acknowledged(firstAndThird.build());
    latencies.acknowledged(Receipt.newBuilder().setFirstSequence(2).setLastSequence(2).build());

    assertThat(latencies.percentileMs(50)).isCloseTo(10, within(0.1));
    assertThat(latencies.percentileMs(99)).isCloseTo(100, within(0.1));
  }
}
