// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuiteResultTest {
  private final SuiteResult result = Samples.ingest();

  private Result of(String contender) {
    return result.result("value-bytes=200", contender).orElseThrow();
  }

  @Test
  void givenOddAndEvenRounds_whenSummedUp_thenTheMedianIsTheMiddle() {
    assertThat(Summary.of(List.of(9., 1., 4.))).isEqualTo(new Summary(4, 1, 9));
    assertThat(Summary.of(List.of(9., 1., 4., 5.))).isEqualTo(new Summary(4.5, 1, 9));
    assertThat(Summary.of(List.of(9., 1., 4.)).spread()).isEqualTo(2);
    assertThatThrownBy(() -> Summary.of(List.of())).hasMessageContaining("no rounds");
  }

  @Test
  void givenMedians_whenCompared_thenTheRatioIsOfTheMedians() {
    assertThat(of("millrace").recordsPerSecond().median()).isEqualTo(2_500);
    assertThat(of("rows").recordsPerSecond().median()).isEqualTo(200);

    assertThat(result.ratio(of("rows"))).hasValue(12.5);
    assertThat(result.ratio(of("millrace"))).isEmpty();
    assertThat(result.ratio(of("broken"))).isEmpty();
  }

  @Test
  void givenLimit_whenAskedForTheShare_thenOnlyLoadsWithALimitHaveOne() {
    assertThat(result.shareOfLimit(of("millrace"))).hasValue(0.25);
    assertThat(result.shareOfLimit(of("broken"))).isEmpty();
    assertThat(result.shareOfLimit(result.result("rate=50", "millrace").orElseThrow())).isEmpty();
  }

  @Test
  void givenCpuTime_whenSummedUp_thenForAMillionRecordsAndOnlyWhereKnown() {
    assertThat(of("millrace").cpuSecondsPerMillion()).hasValue(new Summary(700, 500, 900));
    assertThat(of("rows").cpuSecondsPerMillion()).isEmpty();
  }

  @Test
  void givenLimitsOfTwoLengths_whenAskedBetween_thenTimeGrowsWithLength() {
    Load short1 = Load.named("100").with(Load.VALUE_BYTES, 100);
    Load long1 = Load.named("300").with(Load.VALUE_BYTES, 300);
    var measured =
        new SuiteResult(
            Limits.SUITE,
            "",
            result.circumstances(),
            List.of(short1, long1),
            List.of(),
            List.of(stream("100", 1_000), stream("300", 500)),
            Map.of(),
            List.of());

    Limits limits = Limits.of(measured);

    assertThat(limits.streamRecordsPerSecond(100)).hasValue(1_000);
    assertThat(limits.streamRecordsPerSecond(200).orElseThrow())
        .isCloseTo(1 / 0.0015, within(1e-6));
    assertThat(limits.streamRecordsPerSecond(301)).isEmpty();
    assertThat(limits.streamRecordsPerSecond(99)).isEmpty();
    assertThat(limits.copyBytesPerSecond()).isEmpty();
  }

  private static Result stream(String load, long perSecond) {
    return new Result(
        load, Limits.STREAM, List.of(Measurement.of(perSecond, 1, 0)), Optional.empty());
  }

  @Test
  void givenFigures_whenWritten_thenThreeDigitsCount() {
    assertThat(Figures.text(1_234_567.8)).isEqualTo("1,234,568");
    assertThat(Figures.text(12.345)).isEqualTo("12.3");
    assertThat(Figures.text(0.0012345)).isEqualTo("0.00123");
    assertThat(Figures.text(100)).isEqualTo("100");
    assertThat(Figures.text(0)).isEqualTo("0");
    assertThat(Figures.text(new Summary(2, 1, 3))).isEqualTo("2 (1 to 3)");
  }
}
