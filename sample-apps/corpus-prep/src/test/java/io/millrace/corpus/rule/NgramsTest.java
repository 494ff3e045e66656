// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repeated runs of words, against a plain model. */
class NgramsTest {
  @Test
  void givenOneRepeatedPair_whenRead_thenItsCharactersCount() {
    Ngrams ngrams = Texts.stats("red cat sat. red cat ran").ngrams();

    assertThat(ngrams.topCharacters(2)).isEqualTo(2 * "red cat".length());
    assertThat(ngrams.top(2)).isEqualTo(new Span(0, 7));
    assertThat(ngrams.repeatedCharacters(2)).isEqualTo("red cat".length());
    assertThat(ngrams.topCharacters(3)).isZero();
    assertThat(ngrams.repeatedCharacters(3)).isZero();
  }

  @Test
  void givenOneWordOverAndOver_whenRead_thenOverlapsCountOnce() {
    // 6 words of 2 letters: the first 2-gram is at 0, all others repeat it and cover words 1 to 5.
    Ngrams ngrams = Texts.stats("ha ha ha ha ha ha").ngrams();

    assertThat(ngrams.repeatedCharacters(2)).isEqualTo(5 * 2 + 4);
    assertThat(ngrams.topCharacters(2)).isEqualTo(5 * 5);
    assertThat(ngrams.repeatedCharacters(5)).isEqualTo(5 * 2 + 4);
    assertThat(ngrams.repeatedCharacters(6)).isZero();
  }

  @Test
  void givenTextsOneAfterAnother_whenReadByTheSame_thenNothingOfTheFirstIsLeft() {
    var stats = Texts.stats("ha ha ha ha ha ha ha ha ha ha ha ha");
    assertThat(stats.ngrams().repeatedCharacters(10)).isPositive();

    stats.read("one two three", stats.language());

    assertThat(stats.ngrams().repeatedCharacters(10)).isZero();
    assertThat(stats.ngrams().topCharacters(2)).isZero();
    assertThat(stats.ngrams().top(2)).isEqualTo(new Span(0, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyText_agreesWithCountingStrings(long seed) {
    var random = new Random(seed);
    int different = 2 + random.nextInt(20);
    var text = new StringBuilder();
    for (int i = random.nextInt(400); i >= 0; i--) {
      text.append("w".repeat(1 + random.nextInt(3))).append(random.nextInt(different)).append("  ");
    }

    TextStats stats = Texts.stats(text.toString());

    for (int n = 2; n <= Ngrams.LENGTH_MAX; n++) {
      assertThat(stats.ngrams().topCharacters(n)).as("top %d", n).isEqualTo(top(stats, n));
      assertThat(stats.ngrams().repeatedCharacters(n)).as("n %d", n).isEqualTo(repeated(stats, n));
    }
  }

  private static int top(TextStats stats, int n) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= stats.words().size(); i++) {
      counts.merge(gram(stats, i, n), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 1)
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(entry -> entry.getKey().length()))
        .map(entry -> entry.getKey().length() * entry.getValue())
        .orElse(0);
  }

  private static int repeated(TextStats stats, int n) {
    var seen = new HashSet<String>();
    var covered = new BitSet();
    for (int i = 0; i + n <= stats.words().size(); i++) {
      if (!seen.add(gram(stats, i, n))) {
        covered.set(stats.words().start(i), stats.words().end(i + n - 1));
      }
    }
    return covered.cardinality();
  }

  private static String gram(TextStats stats, int first, int n) {
    var gram = new StringBuilder();
    for (int i = first; i < first + n; i++) {
      gram.append(i == first ? "" : " ")
          .append(stats.text(), stats.words().start(i), stats.words().end(i));
    }
    return gram.toString();
  }
}
