// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text form of scores. */
class ScoresTest {
  @Test
  void givenScores_whenWrittenAndRead_thenZerosAreLeftOut() {
    var scores = new Scores(List.of("a", "b", "c", "d"), new double[] {12, 0, Double.NaN, 0.25});

    assertThat(scores.text()).isEqualTo("a=12 c=- d=0.25");
    assertThat(Scores.parse(scores.text()))
        .isEqualTo(Map.of("a", 12.0, "c", Double.NaN, "d", 0.25));
    assertThat(Scores.parse("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "0.00004, 0",
    "0.00005, 0.0001",
    "0.1, 0.1",
    "0.30000000000000004, 0.3",
    "123456.78901, 123456.789",
    "-0.5, -0.5",
    "NaN, -",
    "1e15, 1.0E15",
    "0.99999, 1"
  })
  void givenANumber_whenWritten_thenFourDecimalsAtMost(double number, String text) {
    assertThat(Scores.number(number)).isEqualTo(text);
  }

  @Test
  void givenNoScores_whenRead_thenRefused() {
    assertThatThrownBy(() -> Scores.parse("a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scores.parse("a=x")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "AT_LEAST, 5, true", "AT_LEAST, 4.9, false", "ABOVE, 5, false", "ABOVE, 5.1, true",
    "AT_MOST, 5, true", "AT_MOST, 5.1, false", "BELOW, 5, false", "BELOW, 4.9, true",
    "AT_LEAST, NaN, true", "BELOW, NaN, true", "ABOVE, NaN, true", "AT_MOST, NaN, true"
  })
  void givenABound_whenAScoreIsCompared_thenItsSideAndItselfCount(
      Bound bound, double score, boolean passes) {
    assertThat(bound.passes(score, 5)).isEqualTo(passes);
  }
}
