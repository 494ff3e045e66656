// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds over a contender that keeps its windows in a map: right, and wrong. */
@Timeout(60)
class WindowRoundsTest {
  private static final StreamLoad LOAD = new StreamLoad(60_000, 20, 200, 1, 0);

  private final WindowRounds rounds = new WindowRounds();

  /** Count and sum, by start of the window and key. */
  private final Map<Long, Map<Integer, long[]>> open = new TreeMap<>();

  private long watermarkMs = Long.MIN_VALUE;
  private int late;
  private int dropEvery = Integer.MAX_VALUE;
  private int sent;

  private final Inlet inlet =
      new Inlet() {
        @Override
        public void send(byte[] key, byte[] value, long eventTimeMs) {
          long start = Math.floorDiv(eventTimeMs, WindowRounds.WINDOW_MS) * WindowRounds.WINDOW_MS;
          if (start + WindowRounds.WINDOW_MS <= watermarkMs) {
            late++;
          } else if (++sent % dropEvery != 0) {
            long[] total =
                open.computeIfAbsent(start, s -> new TreeMap<>())
                    .computeIfAbsent(StreamInput.keyNumber(key, 0), k -> new long[2]);
            total[0]++;
            total[1] += StreamInput.amount(value);
          }
          watermarkMs = Math.max(watermarkMs, eventTimeMs - WindowRounds.GRACE_MS);
          close();
        }

        @Override
        public void awaitAcknowledged() {
          // All is counted by now.
        }
      };

  private void close() {
    var windows = open.entrySet().iterator();
    while (windows.hasNext()) {
      var window = windows.next();
      if (window.getKey() + WindowRounds.WINDOW_MS > watermarkMs) {
        return;
      }
      window
          .getValue()
          .forEach(
              (key, total) ->
                  rounds.saw(key, window.getKey(), total[0], total[1], System.nanoTime()));
      windows.remove();
    }
  }

  @Test
  void givenRightWindows_whenTwoRounds_thenAllResultsAndNothingLate() throws Exception {
    Map<String, Double> first = rounds.round(LOAD, number -> inlet);
    Map<String, Double> second = rounds.round(LOAD, number -> inlet);

    // Five minutes of event time, and what falls beyond.
    assertThat(first).containsEntry("records", 60_000.0).containsEntry("results", 100.0);
    assertThat(second).containsEntry("results", 100.0);
    assertThat(late).isZero();
  }

  @Test
  void givenLostRecord_whenRound_thenKeyWindowAndTotalsAreNamed() {
    dropEvery = 50_000;

    assertThatThrownBy(() -> rounds.round(LOAD, number -> inlet))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("wrong result: key 000000")
        .hasMessageContaining("expected:");
  }

  @Test
  void givenSecondResultOfAWindow_whenRound_thenItFails() {
    assertThatThrownBy(
            () ->
                rounds.round(
                    LOAD,
                    number ->
                        new Inlet() {
                          @Override
                          public void send(byte[] key, byte[] value, long eventTimeMs)
                              throws Exception {
                            inlet.send(key, value, eventTimeMs);
                            if (sent == 40_000) {
                              rounds.saw(25, 0, 1, 1, System.nanoTime());
                            }
                          }

                          @Override
                          public void awaitAcknowledged() throws Exception {
                            inlet.awaitAcknowledged();
                          }
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody sent it, or a second result");
  }

  @Test
  void givenTwoProducers_whenRound_thenRefused() {
    assertThatThrownBy(() -> rounds.round(new StreamLoad(1_000, 20, 200, 2, 0), number -> inlet))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("producers: 2");
  }
}
