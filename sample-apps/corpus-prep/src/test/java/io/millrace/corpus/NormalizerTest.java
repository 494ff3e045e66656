// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NormalizerTest {
  private static final String ALPHABET =
      "ab \t\n\r"
          + "\u0000\u0007\u007F\u0085\u00A0\u2028\uFEFFe\u0301\u0327\u00E9\u2000\u212B\u1100\u1161";

  @Test
  void givenLineEndsOfAllKinds_whenNormalized_thenLf() {
    assertThat(Normalizer.normalize("a\r\nb\rc\nd\r\r\ne")).isEqualTo("a\nb\nc\nd\n\ne");
  }

  @Test
  void givenDecomposedLetters_whenNormalized_thenComposed() {
    assertThat(Normalizer.normalize("cafe\u0301")).isEqualTo("caf\u00E9");
  }

  @Test
  void givenControlCharacters_whenNormalized_thenOnlyTabsAndLineEndsStay() {
    assertThat(Normalizer.normalize("\uFEFFa\u0000\u0007\tb\u007F\fc\u0085")).isEqualTo("a\tbc");
  }

  @Test
  void givenSpaceAtLineEnds_whenNormalized_thenTrimmedButIndentStays() {
    assertThat(Normalizer.normalize("  a \t\u00A0\n\n\tb  ")).isEqualTo("  a\n\n\tb");
  }

  @ParameterizedTest
  @CsvSource({"'',''", "'\n \n\t\n',''", "'\n\n a\n\n\nb\n\n',' a\n\n\nb'"})
  void givenBlankLinesAround_whenNormalized_thenOnlyThoseInsideStay(String text, String expected) {
    assertThat(Normalizer.normalize(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void givenAnyText_whenNormalizedTwice_thenNothingMoreChanges(long seed) {
    var random = new Random(seed);
    var text = new StringBuilder();
    random
        .ints(random.nextInt(60), 0, ALPHABET.length())
        .forEach(i -> text.append(ALPHABET.charAt(i)));

    String once = Normalizer.normalize(text.toString());

    assertThat(Normalizer.normalize(once)).isEqualTo(once);
    assertThat(once).doesNotContain("\r", "\u0000", "\uFEFF", " \n", "\t\n");
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }
}
