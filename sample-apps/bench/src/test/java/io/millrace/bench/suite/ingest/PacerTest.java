// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.peer.ingest.Pacer;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PacerTest {
  @Test
  void givenRate_whenAskedWhenRecordsAreDue_thenEvenlyAndWithoutDrift() {
    var pacer = new Pacer(1_000, 3);

    assertThat(pacer.dueNs(0)).isEqualTo(1_000);
    assertThat(pacer.dueNs(1)).isEqualTo(1_000 + 333_333_333);
    assertThat(pacer.dueNs(3)).isEqualTo(1_000 + 1_000_000_000);
    assertThat(pacer.dueNs(3_000_000_000L)).isEqualTo(1_000 + 1_000_000_000_000_000_000L);
  }

  @Test
  void givenRecordDueLater_whenAwaited_thenNotBefore() throws Exception {
    var pacer = new Pacer(System.nanoTime(), 50);

    pacer.await(2);

    assertThat(System.nanoTime() - pacer.dueNs(2)).isNotNegative();
    assertThat(pacer.isDue(2)).isTrue();
    assertThat(pacer.isDue(50 * 3600)).isFalse();
  }

  @Test
  void givenRecordDueLongAgo_whenAsked_thenTheRateIsTooMuch() {
    var pacer = new Pacer(System.nanoTime() - TimeUnit.SECONDS.toNanos(7), 100);

    assertThat(pacer.isDue(300)).isTrue();
    assertThatThrownBy(() -> pacer.isDue(100))
        .hasMessage("record 100 is more than 5 s late (expected: 100 records a second)");
  }

  @Test
  void givenSenderThatWaited_whenAcknowledged_thenLatencyCountsFromWhenTheRecordWasDue() {
    var latencies = new Latencies();
    long now = System.nanoTime();

    latencies.acknowledged(now - TimeUnit.SECONDS.toNanos(2));

    Measurement measured = latencies.addTo(Measurement.of(1, 1, 0));
    assertThat(measured.figures()).containsOnlyKeys("p50-ms", "p99-ms", "p99.9-ms", "max-ms");
    assertThat(measured.figures().get("max-ms")).isBetween(2_000., 60_000.);
    assertThat(latencies.count()).isEqualTo(1);
  }

  @Test
  void givenRateOfNothing_whenMade_thenRefused() {
    assertThatThrownBy(() -> new Pacer(0, 0)).hasMessage("rate: 0 (expected: above 0)");
  }

  @Test
  void givenLoads_whenListed_thenAllThatTheSuiteClaims() {
    assertThat(IngestLoads.all())
        .extracting(Load::name)
        .doesNotHaveDuplicates()
        .contains("value-bytes=100", "value-bytes=10240", "producers=64", "keys=1000000");
  }
}
