// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.store.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MillraceRecoveryTest {
  private static final int SNAPSHOT_BLOCKS = 10;

  private static Load load(long blocks, int wholeLog) {
    return Load.named("recovery")
        .with(ScaleLoads.BLOCKS, blocks)
        .with(ScaleLoads.WHOLE_LOG, wholeLog);
  }

  @Test
  void givenSnapshots_whenRecovered_thenOnlyTheWholeLogIsReplayedLonger()
      throws InterruptedException {
    var told = new ArrayList<String>();
    try (var side =
        new MillraceRecovery(
            new InMemoryStores(),
            Map.of("owner", ProcessHandle.current()),
            SNAPSHOT_BLOCKS,
            told::add)) {
      Measurement fromSnapshot = side.round(load(500, 0));
      Measurement fromStart = side.round(load(500, 1));
      Measurement shorter = side.round(load(15, 1));

      assertThat(fromSnapshot.figures().get("replayed-blocks")).isLessThan(500);
      assertThat(fromStart.figures().get("replayed-blocks")).isEqualTo(500);
      assertThat(shorter.figures().get("replayed-blocks")).isEqualTo(15);
      assertThat(fromStart.figures().get("keys-with-state"))
          .isEqualTo(fromSnapshot.figures().get("keys-with-state"));
      assertThat(fromStart.figures().get(MillraceRecovery.RECOVERY_MS)).isPositive();
      assertThat(told).anyMatch(line -> line.startsWith("building: 500 of 500 blocks"));
    }
  }
}
