// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseLogTest {
  @Test
  void givenACollectorsLog_whenRead_thenItsPausesOnly(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gc.log"),
            """
            [0.007s][info][gc] Using G1
            [1.204s][info][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 25M->4M(512M) 3.456ms
            [2.500s][info][gc] GC(1) Concurrent Mark Cycle
            [2.600s][info][gc] GC(1) Pause Remark 30M->30M(512M) 12.001ms
            [2.700s][info][gc] GC(1) Concurrent Mark Cycle 200.000ms
            """);

    List<Double> pauses = new PauseLog(file).pausesMs();

    assertThat(pauses).containsExactly(3.456, 12.001);
    assertThat(PauseLog.percentile(pauses, 99)).isEqualTo(12.001);
    assertThat(PauseLog.percentile(pauses, 50)).isEqualTo(3.456);
    assertThat(PauseLog.percentile(List.of(), 99)).isZero();
  }

  @Test
  void givenNoLogYet_whenRead_thenNoPauses(@TempDir Path folder) throws IOException {
    assertThat(new PauseLog(folder.resolve("none")).pausesMs()).isEmpty();
  }
}
