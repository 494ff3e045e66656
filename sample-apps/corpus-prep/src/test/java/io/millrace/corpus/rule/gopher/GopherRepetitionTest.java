// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.Texts;
import org.junit.jupiter.api.Test;

/** Exact scores of made texts. */
class GopherRepetitionTest {
  @Test
  void givenOneOfFourLinesTwice_whenMeasured_thenAQuarter() {
    String text = "aaaa\nbb\naaaa\nccc";

    assertThat(score(new DuplicateLines(), text)).isEqualTo(0.25);
    assertThat(score(new DuplicateLineCharacters(), text)).isEqualTo(4.0 / text.length());
    assertThat(new DuplicateLines().where(Texts.stats(text))).contains(new Span(0, 4));
  }

  @Test
  void givenOneOfThreeParagraphsTwice_whenMeasured_thenAThird() {
    String text = "a\nb\n\nccc\n\na\nb";

    assertThat(score(new DuplicateParagraphs(), text)).isEqualTo(1.0 / 3);
    assertThat(score(new DuplicateParagraphCharacters(), text)).isEqualTo(3.0 / text.length());
    assertThat(score(new DuplicateLines(), text)).isEqualTo(2.0 / 5);
  }

  @Test
  void givenTheMostCommonPair_whenMeasured_thenAllItsOccurrencesCount() {
    String text = "red cat sat on red cat by red cat";

    assertThat(score(new TopNgram(2), text)).isEqualTo(21.0 / text.length());
    assertThat(new TopNgram(2).where(Texts.stats(text))).contains(new Span(0, 7));
    assertThat(score(new TopNgram(3), text)).isZero();
  }

  @Test
  void givenASentenceTwice_whenMeasured_thenItsSecondOccurrenceCounts() {
    String sentence = "we went to the old mill";
    String text = sentence + " and " + sentence;

    assertThat(score(new DuplicateNgrams(5), text)).isEqualTo(23.0 / text.length());
    assertThat(score(new DuplicateNgrams(6), text)).isEqualTo(23.0 / text.length());
    assertThat(score(new DuplicateNgrams(7), text)).isZero();
  }

  @Test
  void givenNoText_whenMeasured_thenZero() {
    for (Measure measure :
        new Measure[] {
          new DuplicateLines(),
          new DuplicateLineCharacters(),
          new DuplicateParagraphs(),
          new DuplicateParagraphCharacters(),
          new TopNgram(2),
          new DuplicateNgrams(10)
        }) {
      assertThat(score(measure, "")).as(measure.name()).isZero();
    }
  }

  private static double score(Measure measure, String text) {
    return measure.of(Texts.stats(text));
  }
}
