// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.gopher.DuplicateLines;
import io.millrace.corpus.rule.gopher.MeanWordLength;
import io.millrace.corpus.rule.gopher.WordCount;
import io.millrace.corpus.rule.language.LanguageChoice;
import io.millrace.corpus.rule.language.LanguageModels;
import io.millrace.corpus.rule.line.LineReason;
import io.millrace.corpus.rule.line.LineSettings;
import io.millrace.corpus.rule.pii.PiiKind;
import io.millrace.corpus.rule.pii.PiiSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Order of what a judge does, and what it says. */
class DocumentJudgeTest {
  private static final Rule WORDS = new Rule("q.words-min", new WordCount(), Bound.AT_LEAST, 4);
  private static final Rule LENGTH =
      new Rule("q.length-max", new MeanWordLength(), Bound.AT_MOST, 5);
  private static final Rule WORDS_MAX =
      new Rule("q.words-max", new WordCount(), Bound.AT_MOST, 100);
  private static final Rule LINES =
      new Rule("q.lines-max", new DuplicateLines(), Bound.AT_MOST, 0.5);

  private final DocumentJudge judge = judge(List.of(WORDS, LENGTH, WORDS_MAX, LINES));

  @Test
  void givenAGoodText_whenJudged_thenItStaysWithoutLinesAndNames() {
    Judgement judgement = judge.judge("Ask a@b.org what to do.\nShare this\nOr do it.");

    assertThat(judgement.isKept()).isTrue();
    assertThat(judgement.text()).isEqualTo("Ask <EMAIL> what to do.\nOr do it.");
    assertThat(judgement.removedLines()).isEqualTo(Map.of(LineReason.BOILERPLATE, 1));
    assertThat(judgement.pii()).isEqualTo(Map.of(PiiKind.EMAIL, 1));
  }

  @Test
  void givenTextThatFailsTwoRules_whenJudged_thenTheFirstIsTheReasonAndAllScoresAreThere() {
    Judgement judgement = judge.judge("incomprehensible words");

    assertThat(judgement.refusal()).contains(new Refusal(WORDS, 2, Optional.empty(), ""));
    assertThat(judgement.scores().get("gopher-quality.mean-word-length")).isEqualTo(10.5);
    assertThat(judgement.scores().get("no.such")).isNaN();
  }

  @Test
  void givenRefusedText_whenJudged_thenItIsNotScrubbed() {
    Judgement judgement = judge.judge("x a@b");

    assertThat(judgement.refusal().orElseThrow().text())
        .isEqualTo("q.words-min: 3 (expected: >= 4)");
    assertThat(judgement.text()).isEqualTo("x a@b");
  }

  @Test
  void givenRepeatedLines_whenJudged_thenTheirPlaceIsKnown() {
    Judgement judgement = judge.judge("same line\nsame line\nsame line");

    Refusal refusal = judgement.refusal().orElseThrow();
    assertThat(refusal.rule()).isEqualTo(LINES);
    assertThat(refusal.score()).isEqualTo(2.0 / 3);
    assertThat(refusal.span()).contains(new Span(0, 9));
    assertThat(refusal.text()).isEqualTo("q.lines-max: 0.6667 (expected: <= 0.5)");
  }

  @Test
  void givenOneMeasureOfTwoRules_whenJudged_thenItHasOneScore() {
    assertThat(judge.measures())
        .containsExactly(
            "gopher-quality.words",
            "gopher-quality.mean-word-length",
            "gopher-repetition.duplicate-lines");
    assertThat(judge.judge("one two four six").scores().text())
        .isEqualTo("gopher-quality.words=4 gopher-quality.mean-word-length=3.25");
  }

  @Test
  void givenHalfWayToTheThreshold_whenJudged_thenQualityIsAHalf() {
    // One duplicate of four lines; half of them may be.
    assertThat(judge.judge("aa bb\naa bb\ncc\ndd").quality()).isEqualTo(0.5);
    assertThat(judge.judge("aa bb\ncc\ndd ee").quality()).isEqualTo(1);
    assertThat(judge(List.of(WORDS)).judge("one").quality()).isEqualTo(1);
  }

  @Test
  void givenAHugeText_whenJudged_thenSmallOnesAfterItAreJudgedAsBefore() {
    String small = "Ask a@b.org what to do.\nShare this\nOr do it.";
    Judgement before = judge.judge(small);

    assertThat(judge.judge("word ".repeat(100_000)).refusal().orElseThrow().rule())
        .isEqualTo(WORDS_MAX);

    assertThat(judge.judge(small)).isEqualTo(before);
  }

  private static DocumentJudge judge(List<Rule> rules) {
    var lines = new LineSettings(List.of("Share this"), 0, 1, false, 0, false, 0, false, List.of());
    var pii = new PiiSettings(Set.of(PiiKind.EMAIL), true, "");
    return DocumentJudge.of(
        new RuleSet(rules, lines, pii, LanguageChoice.OFF), new LanguageModels());
  }
}
