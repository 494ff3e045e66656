// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds over a contender that counts in a map: right, and wrong in each way that there is. */
@Timeout(60)
class CountRoundsTest {
  private static final StreamLoad LOAD = new StreamLoad(1_010, 20, 200, 2, 0);

  private final CountRounds rounds = new CountRounds();
  private final Map<Integer, Long> counts = new HashMap<>();
  private final AtomicLong shown = new AtomicLong();

  /** What the contender shows of a result. */
  private interface Show {
    void result(int key, long count);
  }

  private Inlets counting(Show show) {
    return number ->
        new Inlet() {
          @Override
          public void send(byte[] key, byte[] value, long eventTimeMs) {
            synchronized (counts) {
              int keyNumber = StreamInput.keyNumber(key, 0);
              shown.incrementAndGet();
              show.result(keyNumber, counts.merge(keyNumber, 1L, Long::sum));
            }
          }

          @Override
          public void awaitAcknowledged() {
            // All is counted by now.
          }
        };
  }

  private void saw(int key, long count) {
    rounds.saw(key, count, System.nanoTime());
  }

  @Test
  void givenRightCounts_whenTwoRounds_thenFiguresOfEach() throws Exception {
    Inlets inlets = counting(this::saw);

    Map<String, Double> first = rounds.round(LOAD, inlets);
    Map<String, Double> second = rounds.round(LOAD, inlets);

    assertThat(first).containsEntry("records", 1_010.0).doesNotContainKey("p50-ms");
    assertThat(first.get("seconds")).isPositive();
    assertThat(second).containsEntry("records", 1_010.0);
    assertThat(counts.values()).allMatch(count -> count == 101);
  }

  @Test
  void givenRate_whenRound_thenLatenciesFromWhenRecordsWereDue() throws Exception {
    var load = new StreamLoad(200, 20, 200, 2, 1_000);

    Map<String, Double> figures = rounds.round(load, counting(this::saw));

    assertThat(figures.get("seconds")).isGreaterThan(0.19);
    assertThat(figures.get("p50-ms")).isBetween(0.0, figures.get("p99-ms"));
    assertThat(figures.get("p99-ms")).isLessThanOrEqualTo(figures.get("max-ms"));
  }

  @Test
  void givenRecordCountedTwice_whenRound_thenKeyAndCountsAreNamed() {
    Inlets twice =
        counting(
            (key, count) -> {
              long wrong = shown.get() > 500 ? count + 1 : count;
              saw(key, wrong);
            });

    assertThatThrownBy(() -> rounds.round(LOAD, twice))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong count: key 000000");
  }

  @Test
  void givenResultShownTwiceInPlaceOfAnother_whenRound_thenItFails() {
    Inlets repeating = counting((key, count) -> saw(key, count == 7 ? 6 : count));

    assertThatThrownBy(() -> rounds.round(LOAD, repeating))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong count");
  }

  @Test
  void givenUnknownKey_whenRound_thenItFails() {
    Inlets other = counting((key, count) -> saw(shown.get() == 3 ? 5 : key, count));

    assertThatThrownBy(() -> rounds.round(LOAD, other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong count");
  }

  @Test
  void givenKeysThatOverlapAnotherLoads_whenRound_thenRefused() throws Exception {
    Inlets inlets = counting(this::saw);
    Map<String, Double> unused = rounds.round(LOAD, inlets);

    assertThatThrownBy(() -> rounds.round(new StreamLoad(100, 30, 200, 1, 0), inlets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keys: 30 after 20");
  }
}
