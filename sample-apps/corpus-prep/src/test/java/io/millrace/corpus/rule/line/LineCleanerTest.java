// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Texts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines go, and what is left around them. */
class LineCleanerTest {
  private static final LineSettings OFF =
      new LineSettings(List.of(), 0, 1, false, 0, false, 0, false, List.of());

  private static final LineSettings ALL =
      new LineSettings(
          List.of("Share this!", "(c) 2020 Acme"),
          2,
          5,
          true,
          20,
          true,
          3,
          true,
          List.of("use cookies"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "share THIS|BOILERPLATE",
        "© C 1999 Acme|BOILERPLATE",
        "a line of aaaaaaaaaaaaaaaaaaaaaaaaaaaaa.|LONG_WORD",
        "no mark at its end|NO_TERMINAL_PUNCTUATION",
        "no mark but dots...|NO_TERMINAL_PUNCTUATION",
        "no mark but dots…|NO_TERMINAL_PUNCTUATION",
        "Two words.|FEW_WORDS",
        "Please turn on JavaScript now.|JAVASCRIPT",
        "This site does Use Cookies a lot.|POLICY",
      })
  void givenALineToTakeOut_whenCleaned_thenItGoesForThatReason(String line, LineReason reason) {
    String before = "This line stays here.";

    CleanText clean =
        new LineCleaner(ALL).clean(before + "\n" + line + "\n" + "And this one does.");

    assertThat(clean.text()).isEqualTo(before + "\nAnd this one does.");
    assertThat(clean.removed()).isEqualTo(Map.of(reason, 1));
  }

  @Test
  void givenALineThreeTimes_whenTwoMayStay_thenTheThirdGoes() {
    CleanText clean = new LineCleaner(ALL).clean("It is so.\nIt is so.\nIt is so.\nYes it is.");

    assertThat(clean.text()).isEqualTo("It is so.\nIt is so.\nYes it is.");
    assertThat(clean.removed()).isEqualTo(Map.of(LineReason.REPEATED, 1));
  }

  @Test
  void givenBlankLines_whenALineBetweenGoes_thenTheyAreNotDoubled() {
    String text = "First one stays.\n\nout\n\nSecond one stays.\n\n\n\nThird one stays.";

    CleanText clean = new LineCleaner(ALL).clean(text);

    assertThat(clean.text())
        .isEqualTo("First one stays.\n\nSecond one stays.\n\n\n\nThird one stays.");
  }

  @Test
  void givenMarksOfWikis_whenCleaned_thenTheyGoAndOtherBracketsStay() {
    CleanText clean =
        new LineCleaner(ALL)
            .clean(
                "Rome fell[12] in [citation needed] 476 [sic] a[1]b[].[edit]\nArrays a[i] stay.");

    assertThat(clean.text()).isEqualTo("Rome fell in  476 [sic] ab.\nArrays a[i] stay.");
    assertThat(clean.removed()).isEmpty();
  }

  @Test
  void givenNothingToTakeOut_whenCleaned_thenItIsTheVerySameText() {
    String text = "  Indented line stays.\n\nSo does this one.";

    assertThat(new LineCleaner(ALL).clean(text).text()).isSameAs(text);
    assertThat(new LineCleaner(OFF).clean("x [1] javascript").text()).isEqualTo("x [1] javascript");
    assertThat(OFF.isOff()).isTrue();
    assertThat(ALL.isOff()).isFalse();
  }

  @Test
  void givenOnlyLinesToTakeOut_whenCleaned_thenNothingIsLeft() {
    assertThat(new LineCleaner(ALL).clean("out\n\nout too\n").text()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyText_whenCleanedTwice_isAsCleanedOnce(long seed) {
    var random = new Random(seed);
    String text =
        Texts.anything(random, 1500).replace("[", "")
            + "\nThis one stays.\nout\nAnd so on it goes.";
    var cleaner = new LineCleaner(ALL);

    String once = cleaner.clean(text).text();

    assertThat(cleaner.clean(once).text()).isEqualTo(once);
  }
}
