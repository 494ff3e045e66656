// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.fineweb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Texts;
import org.junit.jupiter.api.Test;

/** Exact scores of made texts. */
class FinewebTest {
  @Test
  void givenLines_whenMeasured_thenShareThatEndsWithPunctuation() {
    assertThat(score(new LinePunctuation(), "One.\ntwo\n\n\"three\"\nfour,")).isEqualTo(0.5);
    assertThat(score(new LinePunctuation(), "")).isZero();
  }

  @Test
  void givenLines_whenMeasured_thenShareThatIsShort() {
    assertThat(score(new ShortLines(4), "1234\n12345\n1\n  1234  ")).isEqualTo(0.75);
    assertThat(score(new ShortLines(30), "")).isZero();
  }

  @Test
  void givenALineTwice_whenMeasured_thenItsCharactersOfAllButLineFeeds() {
    assertThat(score(new DuplicateCharacters(), "abc\nabc\nabcd")).isEqualTo(0.3);
    assertThat(score(new DuplicateCharacters(), "\n\n")).isZero();
  }

  @Test
  void givenLines_whenMeasured_thenLineFeedsPerWord() {
    assertThat(score(new LineEnds(), "a b\nc d\ne f\ng h")).isEqualTo(3.0 / 8);
    assertThat(score(new LineEnds(), "\n")).isZero();
  }

  private static double score(Measure measure, String text) {
    return measure.of(Texts.stats(text));
  }
}
