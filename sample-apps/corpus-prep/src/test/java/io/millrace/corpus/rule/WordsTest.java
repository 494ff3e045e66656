// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a word is. */
class WordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, world!|Hello world",
        "don't well-known snake_case|don't well-known snake_case",
        "it costs 1,000.50 at 12:30.|it costs 1,000.50 at 12:30",
        "end.Start a,b|end Start a b",
        "- * x ** => y--z|x ** => y z",
        "naïve Straße e\u0301t|naïve Straße e\u0301t",
        "日本語 ok|日 本 語 ok",
        "кот и пёс|кот и пёс",
        "'quoted' -dash-|quoted dash",
        "𝒳yz 😀😀 😀|𝒳yz 😀😀 😀",
      })
  void givenText_whenRead_thenTheseAreItsWords(String text, String expected) {
    assertThat(words(text)).containsExactly(expected.split(" "));
  }

  @Test
  void givenWords_whenCounted_thenLettersAndLengthsAreRight() {
    Words words = Texts.stats("Four 44 words ###").words();

    assertThat(words.size()).isEqualTo(4);
    assertThat(words.alphabetic()).isEqualTo(2);
    assertThat(words.characters()).isEqualTo(4 + 2 + 5 + 3);
    assertThat(List.of(words.isText(0), words.isText(1), words.isText(3)))
        .containsExactly(true, true, false);
  }

  @Test
  void givenRepeatedWords_whenNumbered_thenEqualOnesShareANumberAndCaseMatters() {
    Words words = Texts.stats("to be or not To be").words();

    assertThat(words.distinct()).isEqualTo(5);
    assertThat(words.id(1)).isEqualTo(words.id(5));
    assertThat(words.count(words.id(1))).isEqualTo(2);
    assertThat(words.id(0)).isNotEqualTo(words.id(4));
    assertThat(words.find(Phrases.of(List.of("TO")), words.id(4))).isZero();
    assertThat(words.find(Phrases.of(List.of("TO")), words.id(0))).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyText_whenRead_hasItsWordsInOrderAndNumbersAgreeWithTheirCharacters(long seed) {
    var random = new Random(seed);
    String text = Texts.anything(random, 2000);

    Words words = Texts.stats(text).words();

    int behind = 0;
    for (int i = 0; i < words.size(); i++) {
      assertThat(words.start(i)).isGreaterThanOrEqualTo(behind).isLessThan(words.end(i));
      behind = words.end(i);
      int other = random.nextInt(words.size());
      assertThat(words.id(i) == words.id(other))
          .isEqualTo(word(text, words, i).equals(word(text, words, other)));
    }
    assertThat(behind).isLessThanOrEqualTo(text.length());
  }

  private static String word(String text, Words words, int i) {
    return text.substring(words.start(i), words.end(i));
  }

  private static List<String> words(String text) {
    Words words = Texts.stats(text).words();
    var found = new ArrayList<String>();
    for (int i = 0; i < words.size(); i++) {
      found.add(word(text, words, i));
    }
    return found;
  }
}
