// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import static io.millrace.aggregate.Aggregates.count;
import static io.millrace.aggregate.Aggregates.distinct;
import static io.millrace.aggregate.Aggregates.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.aggregate.Aggregates;
import io.millrace.processor.Processor;
import io.millrace.serde.UnreadableStateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** States that lie in block logs stay readable; what cannot be read stops the partition. */
class WindowStateTest {
  private static final String GOLDEN = "sessions-v1";

  private static Supplier<Processor> sessions(long gapMs) {
    return Windows.session(Duration.ofMillis(gapMs))
        .lateness(Duration.ofMillis(100))
        .aggregate(Aggregates.of(count(), sum("n")));
  }

  /** Makes the state of the golden file: a told session, and one with more than was told. */
  private static WindowRig written() {
    var rig = new WindowRig(sessions(10));
    rig.record("ada", -70_000, 7);
    rig.record("ada", -69_995, 300);
    rig.record("ada", -69_950, -1);
    rig.advance(-69_980);
    return rig;
  }

  private static ByteString golden() {
    try (var in = WindowStateTest.class.getResourceAsStream("/golden/window/" + GOLDEN + ".bin")) {
      assertThat(in).as(GOLDEN).isNotNull();
      return ByteString.readFrom(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givenTheSameRecords_whenWritten_thenBytesAreThoseOfVersion1() {
    assertThat(written().states().get("ada")).isEqualTo(golden());
  }

  @Test
  void givenStateOfVersion1_whenItGoesOn_thenNothingIsForgotten() {
    var rig = new WindowRig(sessions(10));
    rig.setState("ada", golden());
    rig.moveWatermark(-69_980);

    rig.record("ada", -69_990, 1);

    assertThat(rig.results()).containsExactly("ada [-70000,-69980)#2 count=3 sum=308");
    assertThat(rig.advance(-69_940).results())
        .containsExactly("ada [-69950,-69940)#1 count=1 sum=-1");
  }

  @Test
  void givenAnotherGapAndLateness_whenDeployed_thenOpenWindowsEndAsTheyWereBegun() {
    var rig =
        new WindowRig(
            Windows.tumbling(Duration.ofSeconds(1)).aggregate(Aggregates.of(count(), sum("n"))));
    rig.setState("ada", golden());
    rig.moveWatermark(-69_980);

    rig.record("ada", -69_940, 1);

    assertThat(rig.advance(-68_000).results())
        .containsExactly(
            "ada [-69950,-69940)#1 count=1 sum=-1", "ada [-70000,-69000)#1 count=1 sum=1");
    assertThat(rig.states()).isEmpty();
  }

  @Test
  void givenOtherAggregates_whenTheyMeetTheState_thenThePartitionStopsAndNamesBoth() {
    var rig =
        new WindowRig(
            Windows.session(Duration.ofMillis(10))
                .aggregate(Aggregates.of(count(), distinct("n"))));
    rig.setState("ada", golden());

    assertThatThrownBy(() -> rig.record("ada", 0, 1))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessageContaining("key=\"ada\", version=1")
        .hasMessageContaining("windows of other aggregates: fingerprint ")
        .hasMessageContaining("of count, distinct(n); deploy the aggregates that wrote it");
  }

  @Test
  void givenTruncatedState_whenRead_thenThePartitionStops() {
    for (int length = 0; length < golden().size(); length++) {
      var rig = new WindowRig(sessions(1_000));
      rig.setState("ada", golden().substring(0, length));
      assertThatThrownBy(() -> rig.record("ada", -69_999, 1))
          .as("%s bytes", length)
          .isInstanceOf(UnreadableStateException.class)
          .hasMessageContaining("key=\"ada\"");
    }
  }

  @Test
  void givenDamagedAccumulator_whenItsWindowIsTouched_thenThePartitionStopsAndNamesIt() {
    int versionOfCount = golden().size() - 5;
    var damaged =
        golden()
            .substring(0, versionOfCount)
            .concat(ByteString.copyFrom(new byte[] {9}))
            .concat(golden().substring(versionOfCount + 1));
    var rig = new WindowRig(sessions(10));
    rig.setState("ada", damaged);

    assertThatThrownBy(() -> rig.record("ada", -69_945, 1))
        .isInstanceOf(UnreadableStateException.class)
        .hasMessage(
            "state cannot be decoded: key=\"ada\","
                + " window=1969-12-31T23:58:50.050Z/1969-12-31T23:58:50.065Z,"
                + " aggregates=count, sum(n), cause=count: layout version 9 (expected: 1; newer"
                + " code wrote it)");
  }
}
