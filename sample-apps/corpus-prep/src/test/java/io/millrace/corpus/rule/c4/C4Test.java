// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.c4;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact scores of made texts. */
class C4Test {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "One. Two! Three?|3",
        "A heading|1",
        "He said \"No.\" Then he left.|2",
        "Version 1.2 is out, e.g. today.|1",
        "Wait... what? Yes.|2",
        "一。二！三|3",
        "\"\"|0",
      })
  void givenALine_whenSentencesAreCounted_thenThatMany(String text, int expected) {
    assertThat(score(new Sentences(), text.equals("\"\"") ? "" : text)).isEqualTo(expected);
  }

  @Test
  void givenLines_whenSentencesAreCounted_thenEachHasOneAtLeast() {
    assertThat(score(new Sentences(), "One. Two.\n\nThree\nFour.")).isEqualTo(4);
  }

  @Test
  void givenFiller_whenLookedFor_thenFoundInAnyCaseAndPlace() {
    var measure = new LoremIpsum();
    String text = "Title: Lorem ipsum dolor. LOREM IPSUM; lorem is not ipsum";

    assertThat(score(measure, text)).isEqualTo(2);
    assertThat(measure.where(Texts.stats(text))).contains(new Span(7, 18));
    assertThat(score(measure, "lorem")).isZero();
    assertThat(score(measure, "ipsum lorem")).isZero();
  }

  @Test
  void givenBrackets_whenCounted_thenOpenOnesOnly() {
    var measure = new CurlyBrackets();

    assertThat(score(measure, "if (x) { y } }")).isEqualTo(1);
    assertThat(measure.where(Texts.stats("ab{"))).contains(new Span(2, 3));
    assertThat(measure.where(Texts.stats("ab}"))).isEmpty();
  }

  @Test
  void givenAList_whenWordsAreCounted_thenWholeWordsInAnyCase() {
    var measure = new BadWords(Phrases.of(List.of("darn", "heck")));
    String text = "Darn it, what the HECK. darn! darning";

    assertThat(score(measure, text)).isEqualTo(3);
    assertThat(measure.where(Texts.stats(text))).contains(new Span(0, 4));
    assertThat(score(measure, "fine")).isZero();
  }

  private static double score(Measure measure, String text) {
    return measure.of(Texts.stats(text));
  }
}
