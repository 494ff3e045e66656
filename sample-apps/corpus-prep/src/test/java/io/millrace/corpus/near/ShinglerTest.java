// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShinglerTest {
  private final Shingler shingler = new Shingler(5);

  private static String words(int from, int to) {
    var text = new StringBuilder();
    for (int n = from; n < to; n++) {
      text.append("word").append(n).append(n % 7 == 0 ? ".\n" : " ");
    }
    return text.toString();
  }

  @Test
  void givenText_whenCut_thenAShingleForEachRunOfFiveWords() {
    assertThat(shingler.shingles(words(0, 100)).count()).isEqualTo(96);
    assertThat(shingler.shingles(words(0, 100) + words(0, 100)).count()).isEqualTo(100);
  }

  @Test
  void givenTextsThatDifferInCaseBlanksAndPunctuation_whenCut_thenTheSame() {
    String text = "The quick brown fox, jumps over the lazy dog; and then - it sleeps.";
    String other = "THE QUICK \"brown\" fox\n\njumps over: the Lazy DOG and then it (sleeps)";

    assertThat(shingler.shingles(text)).isEqualTo(shingler.shingles(other));
  }

  @Test
  void givenShortTexts_whenCut_thenByCharacters() {
    ShingleSet one = shingler.shingles("Copyright  2026 The Authors");
    ShingleSet other = shingler.shingles("copyright 2026 the authors");

    assertThat(one).isEqualTo(other);
    assertThat(one.count()).isEqualTo(22);
    assertThat(shingler.shingles("a").count()).isEqualTo(1);
    assertThat(shingler.shingles("-----").count()).isEqualTo(1);
    assertThat(shingler.shingles("").count()).isZero();
  }

  @Test
  void givenScriptsWithoutSpaces_whenCut_thenEachCharacterIsAWord() {
    String chinese = "人人生而自由在尊严和权利上一律平等";

    assertThat(shingler.shingles(chinese).count()).isEqualTo(chinese.length() - 4);
    assertThat(shingler.shingles("x" + chinese).count()).isEqualTo(chinese.length() - 3);
    assertThat(shingler.shingles("ภาษาไทยเป็นภาษาที่มีระดับเสียง").count()).isGreaterThan(8);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givenAnyText_whenCut_thenAsManyAsAPlainReadingFinds(long seed) {
    var random = new Random(seed);
    String alphabet = "abÀé日本 .,-\n\t12Zя𝒳ة\u0301";
    int[] symbols = alphabet.codePoints().toArray();
    var text = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      text.appendCodePoint(symbols[random.nextInt(symbols.length)]);
    }

    Set<List<String>> expected = new HashSet<>();
    List<String> words = plainWords(text.toString());
    for (int i = 0; i + 5 <= words.size(); i++) {
      expected.add(words.subList(i, i + 5));
    }

    assertThat(shingler.shingles(text.toString()).count()).isEqualTo(expected.size());
  }

  /** The same by regular expressions. */
  private static List<String> plainWords(String text) {
    var found = new ArrayList<String>();
    var matcher =
        java.util.regex.Pattern.compile(
                "[\\p{IsIdeographic}]|[\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}&&[^\\p{IsIdeographic}]]+")
            .matcher(text);
    while (matcher.find()) {
      found.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    return found;
  }

  @Test
  void givenSimilarTexts_whenSigned_thenTheShareOfEqualValuesIsTheSimilarity() {
    var hash = new MinHash(2_000);
    for (int common : new int[] {100, 300, 600, 900}) {
      ShingleSet one = shingler.shingles(words(0, 1_000));
      ShingleSet other = shingler.shingles(words(1_000 - common, 2_000 - common));

      double estimate = MinHash.similarity(hash.signature(one), hash.signature(other));

      assertThat(estimate).isCloseTo(one.jaccard(other), within(0.035));
    }
  }

  @Test
  void givenSmallSets_whenSigned_thenTheEstimateIsUnbiased() {
    var hash = new MinHash(80);
    double sum = 0;
    double exact = 0;
    for (int n = 0; n < 2_000; n++) {
      ShingleSet one = shingler.shingles(words(n * 100, n * 100 + 24));
      ShingleSet other = shingler.shingles(words(n * 100 + 2, n * 100 + 26));
      sum += MinHash.similarity(hash.signature(one), hash.signature(other));
      exact += one.jaccard(other);
    }

    assertThat(sum / 2_000).isCloseTo(exact / 2_000, within(0.01));
  }

  @Test
  void givenDefaultSettings_whenCurveAsked_thenAllButAllAtTheThreshold() {
    NearSettings settings = NearSettings.DEFAULT;

    assertThat(settings.candidateChance(0.8)).isCloseTo(0.998, within(0.001));
    assertThat(settings.candidateChance(0.5)).isCloseTo(0.398, within(0.001));
    assertThat(settings.candidateChance(0.2)).isCloseTo(0.005, within(0.001));
  }
}
