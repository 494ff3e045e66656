// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.corpus.rule.Judgement;
import io.millrace.corpus.rule.Rule;
import io.millrace.corpus.rule.Texts;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Other thresholds, the same scores. */
class WhatIfTest {
  private static final RuleModels MODELS = new RuleModels();
  private static final Recipe JUDGED_BY = Recipe.parse("language.model = off");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gopher-quality.words-min = 200",
        "gopher-quality.words-min = off, c4.sentences-min = 3, gopher-quality.words-max = 90",
        "gopher-quality.mean-word-length-max = 6, fineweb.enabled = false",
        "gopher-repetition.top-2-gram-max = 0.02"
      })
  void givenOtherThresholds_whenAsked_thenTheAnswerIsThatOfJudgingAgain(String overrides) {
    Recipe other = Recipe.parse("language.model = off, " + overrides);
    var judge = JUDGED_BY.judge(MODELS);
    var again = other.judge(MODELS);
    var whatIf = WhatIf.of(JUDGED_BY, other);

    for (int i = 0; i < 60; i++) {
      String text = Texts.prose(i, i);
      Judgement judgement = judge.judge(text);
      Optional<String> expected = again.judge(text).refusal().map(refusal -> refusal.rule().name());
      assertThat(whatIf.refusal(judgement.scores().text(), Set.of()).map(Rule::name))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "length.characters-max = 10, language.confidence-min = 0.1|language.confidence-min",
        "fineweb.short-line-length = 40|fineweb.short-lines-below",
        "c4.bad-words = [darn]|c4.bad-words-max",
        "gopher-quality.stop-words.en = [a]|gopher-quality.stop-words-min",
      })
  void givenScoresThatAreNotThere_whenAsked_thenTheRuleIsNamedAndOthersAnswer(
      String overrides, String named) {
    var whatIf = WhatIf.of(JUDGED_BY, Recipe.parse("language.model = off, " + overrides));

    assertThat(whatIf.unanswered()).containsExactly(named);
    assertThat(whatIf.refusal("", Set.of())).map(Rule::name).contains("length.characters-min");
    assertThat(whatIf.refusal("", Set.of("length.characters-min")).map(Rule::name))
        .get()
        .isNotIn(named, "length.characters-min");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "language.model = light|language model",
        "language.model = off, c4.javascript = false|lines taken out",
      })
  void givenAnotherText_whenAsked_thenRefused(String overrides, String named) {
    assertThatThrownBy(() -> WhatIf.of(JUDGED_BY, Recipe.parse(overrides)))
        .hasMessageContaining(named)
        .hasMessageContaining("judge the texts again");
  }

  @Test
  void givenTheSameRecipe_whenAsked_thenTheSameRefusal() {
    Judgement judgement = JUDGED_BY.judge(MODELS).judge("Just a few words here.");

    assertThat(WhatIf.of(JUDGED_BY, JUDGED_BY).refusal(judgement.scores().text(), Set.of()))
        .map(Rule::name)
        .isEqualTo(judgement.refusal().map(refusal -> refusal.rule().name()));
  }
}
