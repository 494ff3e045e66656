// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.Texts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Exact scores of made texts. */
class GopherQualityTest {
  private static final StopWords STOP_WORDS =
      new StopWords(Map.of("en", Phrases.of(List.of("the", "of"))));

  @Test
  void givenFiveWords_whenCounted_thenFive() {
    assertThat(score(new WordCount(), "One, two; three - four (5).")).isEqualTo(5);
    assertThat(score(new WordCount(), "")).isZero();
  }

  @Test
  void givenWordsOf2And4And6_whenMeasured_thenMeanIs4() {
    assertThat(score(new MeanWordLength(), "ab cdef ghijkl.")).isEqualTo(4);
    assertThat(score(new MeanWordLength(), "...")).isEqualTo(3);
    assertThat(score(new MeanWordLength(), "")).isZero();
  }

  @Test
  void givenOneNumberInFour_whenMeasured_thenThreeQuartersAreAlphabetic() {
    assertThat(score(new AlphabeticWords(), "a b2 c 44")).isEqualTo(0.75);
    assertThat(score(new AlphabeticWords(), "a --- 1 ***")).isEqualTo(0.25);
    assertThat(score(new AlphabeticWords(), "")).isZero();
  }

  @Test
  void givenSigns_whenMeasured_thenPerWord() {
    assertThat(score(new HashRatio(), "#one two #three four")).isEqualTo(0.5);
    assertThat(score(new HashRatio(), "one")).isZero();
    assertThat(score(new EllipsisRatio(), "one... two… three four")).isEqualTo(0.5);
    assertThat(score(new EllipsisRatio(), "one...... two")).isEqualTo(1);
    assertThat(score(new EllipsisRatio(), "")).isZero();
  }

  @Test
  void givenLines_whenMeasured_thenShareWithBullets() {
    assertThat(score(new BulletLines(), "• a\n - b\n* c\n-d\n\ne")).isEqualTo(0.6);
    assertThat(score(new BulletLines(), "")).isZero();
  }

  @Test
  void givenLines_whenMeasured_thenShareThatEndsWithAnEllipsis() {
    assertThat(score(new EllipsisLines(), "a...\nb…  \nc..\nd.")).isEqualTo(0.5);
    assertThat(score(new EllipsisLines(), ".\n..")).isZero();
  }

  @Test
  void givenStopWords_whenCounted_thenEveryOccurrenceInAnyCase() {
    assertThat(score(STOP_WORDS, "The end of the thesis")).isEqualTo(3);
    assertThat(score(STOP_WORDS, "nothing here")).isZero();
  }

  @Test
  void givenALanguageWithoutList_whenCounted_thenNotJudged() {
    assertThat(STOP_WORDS.of(Texts.stats("the", "fi"))).isNaN();
  }

  private static double score(Measure measure, String text) {
    return measure.of(Texts.stats(text));
  }
}
