// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.model.DataRecord.NO_EVENT_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.partition.WatermarkMerge.Source;
import io.millrace.processor.TimePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One watermark out of many producers' event times. */
class WatermarkMergeTest {
  private final WatermarkMerge merge =
      new WatermarkMerge(new TimePolicy(Duration.ofMillis(10), Duration.ofMillis(100)));
  private final Source fast = new Source();
  private final Source slow = new Source();

  @Test
  void givenNothing_whenAsked_thenThereIsNone() {
    assertThat(merge.advance(5)).isEqualTo(NO_EVENT_TIME);
    assertThat(merge.nextIdleMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void givenTwoProducers_whenOneFallsIdle_thenTheOtherDecidesAndBackAgainItDoesNotGoBack() {
    merge.observe(slow, 500, 0);
    merge.observe(fast, 1_000, 50);
    assertThat(merge.watermarkMs()).isEqualTo(490);
    assertThat(merge.nextIdleMs()).isEqualTo(100);

    assertThat(merge.advance(99)).isEqualTo(490);
    assertThat(merge.advance(100)).isEqualTo(990);
    merge.observe(slow, 600, 110);

    assertThat(merge.watermarkMs()).isEqualTo(990);
    merge.observe(slow, 1_100, 120);
    merge.observe(fast, 1_050, 130);
    assertThat(merge.watermarkMs()).isEqualTo(1_040);
  }

  @Test
  void givenAllIdle_whenTheyFellSilentInAnyOrder_thenTheHighestDecides() {
    merge.observe(slow, 500, 0);
    merge.observe(fast, 1_000, 0);
    merge.observe(slow, 400, 50);

    assertThat(merge.advance(149)).isEqualTo(490);
    assertThat(merge.advance(150)).isEqualTo(990);
    assertThat(merge.nextIdleMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void givenRecoveredProducers_whenTheOwnerStarts_thenTheyAreActiveForAsLongAsIfTheyHadJustSent() {
    merge.restore(slow, 500);
    merge.restore(fast, 1_000);
    merge.restoreWatermark(495);

    assertThat(merge.advance(1_000_000)).isEqualTo(495);
    assertThat(merge.nextIdleMs()).isEqualTo(1_000_100);
    merge.observe(fast, 1_000, 1_000_050);
    assertThat(merge.advance(1_000_100)).isEqualTo(990);
  }

  @Test
  void givenProducerThatBeginsAfresh_whenForgotten_thenItHoldsNobodyBack() {
    merge.observe(slow, 500, 0);
    merge.observe(fast, 1_000, 0);

    merge.forget(slow);

    assertThat(merge.advance(1)).isEqualTo(990);
    assertThat(slow.eventTimeMs()).isEqualTo(NO_EVENT_TIME);
    merge.forget(new Source());
  }

  @Test
  void givenTheEarliestTimes_whenObserved_thenNoOverflow() {
    merge.observe(slow, Long.MIN_VALUE + 1, 0);

    assertThat(merge.watermarkMs()).isEqualTo(Long.MIN_VALUE + 1);
  }

  @Test
  void anyInterleaving_equalsThePlainRule() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var merged = new WatermarkMerge(new TimePolicy(Duration.ofMillis(7), Duration.ofMillis(40)));
      var sources = new ArrayList<Source>();
      int count = 1 + random.nextInt(8);
      long[] highest = new long[count];
      long[] active = new long[count];
      for (int i = 0; i < count; i++) {
        sources.add(new Source());
        highest[i] = NO_EVENT_TIME;
      }
      long now = 0;
      long expected = NO_EVENT_TIME;
      for (int step = 0; step < 300; step++) {
        now += random.nextInt(12);
        int i = random.nextInt(count);
        if (random.nextInt(20) == 0) {
          merged.forget(sources.get(i));
          highest[i] = NO_EVENT_TIME;
        } else if (random.nextInt(3) > 0) {
          long time = step + random.nextInt(60);
          highest[i] = Math.max(highest[i], time);
          active[i] = now;
          merged.observe(sources.get(i), time, now);
          expected = Math.max(expected, plain(highest, active, now));
        }
        assertThat(merged.watermarkMs()).as("seed %s step %s", seed, step).isEqualTo(expected);
      }
    }
  }

  /** The lowest of those that are not idle; there is always one where this is asked. */
  private static long plain(long[] highest, long[] active, long now) {
    var awake = new ArrayList<Long>();
    for (int i = 0; i < highest.length; i++) {
      if (highest[i] != NO_EVENT_TIME && now - active[i] < 40) {
        awake.add(highest[i]);
      }
    }
    return lowest(awake) - 7;
  }

  private static long lowest(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).min().orElseThrow();
  }
}
