// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sets of short texts. */
class PhrasesTest {
  @Test
  void givenPhrases_whenASpanIsOneOfThem_thenItsNumberWhateverTheCase() {
    Phrases phrases = Phrases.of(List.of("alpha", "Größe", "ALPHA", "x"));
    char[] text = "ALpha GRÖßE x y alph".toCharArray();

    assertThat(phrases.size()).isEqualTo(3);
    assertThat(phrases.find(text, 0, 5)).isZero();
    assertThat(phrases.find(text, 6, 11)).isEqualTo(1);
    assertThat(phrases.find(text, 12, 13)).isEqualTo(2);
    assertThat(phrases.find(text, 14, 15)).isEqualTo(-1);
    assertThat(phrases.find(text, 16, 20)).isEqualTo(-1);
  }

  @Test
  void givenNone_whenAsked_thenNothingIsOneOfThem() {
    assertThat(Phrases.of(List.of()).find(new char[] {'a'}, 0, 1)).isEqualTo(-1);
    assertThat(Phrases.of(List.of()).find(new char[0], 0, 0)).isEqualTo(-1);
  }
}
