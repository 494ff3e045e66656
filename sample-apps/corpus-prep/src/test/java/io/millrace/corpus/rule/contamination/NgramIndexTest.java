// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.contamination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import io.millrace.corpus.rule.Texts;
import io.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of words in common with evaluation sets. */
class NgramIndexTest {
  private static final int WORDS_MAX = 1_000_000;
  private static final EvaluationText QUESTION =
      new EvaluationText("maths", "If Ann has 3 apples, how many has she after two more?");
  private static final EvaluationText ANSWER =
      new EvaluationText("facts", "Water boils at one hundred degrees at the sea's level.");

  @Test
  void givenAQuote_whenMeasured_thenEachRunCountsAndTheStretchAndItsSetAreKnown() {
    var measure = new Contamination(NgramIndex.of(List.of(QUESTION, ANSWER), 5, WORDS_MAX));
    String before = "They say that ";
    String quote = "WATER boils -- at One hundred *** degrees";
    TextStats text = Texts.stats(before + quote + ", do they?");

    assertThat(measure.of(text)).isEqualTo(2);
    assertThat(measure.where(text))
        .contains(new Span(before.length(), before.length() + quote.length()));
    assertThat(measure.detail(text)).isEqualTo("facts");
  }

  @Test
  void givenNoRunInCommon_whenMeasured_thenZero() {
    var measure = new Contamination(NgramIndex.of(List.of(QUESTION, ANSWER), 5, WORDS_MAX));

    TextStats four = Texts.stats("water boils at one thousand degrees");
    assertThat(measure.of(four)).isZero();
    assertThat(measure.where(four)).isEmpty();
    assertThat(measure.detail(four)).isEmpty();
    TextStats acrossTexts = Texts.stats("after two more water boils");
    assertThat(measure.of(acrossTexts)).isZero();
    assertThat(measure.of(Texts.stats(""))).isZero();
  }

  @Test
  void givenShortTexts_whenIndexed_thenCountedAndLeftOut() {
    var index = NgramIndex.of(List.of(new EvaluationText("s", "too short"), ANSWER), 5, WORDS_MAX);

    assertThat(index.shortTexts()).isEqualTo(1);
    assertThat(index.size()).isEqualTo(10 - 4);
    assertThat(new Contamination(index).of(Texts.stats("too short"))).isZero();
  }

  @Test
  void givenNoSets_whenMeasured_thenZero() {
    var measure = new Contamination(NgramIndex.of(List.of(), 13, WORDS_MAX));

    assertThat(measure.of(Texts.stats(Texts.prose(1, 20)))).isZero();
  }

  @Test
  void givenTooManyWords_whenIndexed_thenRefused() {
    assertThatThrownBy(() -> NgramIndex.of(List.of(QUESTION), 5, 10))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("at most 10")
        .hasMessageContaining("decontamination.words-max");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyTexts_agreeWithASetOfStrings(long seed) {
    var random = new Random(seed);
    int n = 4 + random.nextInt(4);
    var sets = new ArrayList<EvaluationText>();
    for (int i = 0; i < 30; i++) {
      sets.add(new EvaluationText("set" + i / 10, text(random, random.nextInt(60))));
    }
    var measure = new Contamination(NgramIndex.of(sets, n, WORDS_MAX));
    Set<List<String>> known = new HashSet<>();
    sets.forEach(set -> known.addAll(runs(set.text(), n)));

    String text = text(random, 600);

    double expected = runs(text, n).stream().filter(known::contains).count();
    assertThat(measure.of(Texts.stats(text))).isEqualTo(expected);
  }

  private static String text(Random random, int words) {
    return String.join(
        " ", IntStream.range(0, words).mapToObj(i -> "w" + random.nextInt(3)).toList());
  }

  private static List<List<String>> runs(String text, int n) {
    List<String> words = text.isEmpty() ? List.of() : List.of(text.split(" "));
    return IntStream.rangeClosed(0, words.size() - n)
        .mapToObj(i -> words.subList(i, i + n))
        .toList();
  }
}
