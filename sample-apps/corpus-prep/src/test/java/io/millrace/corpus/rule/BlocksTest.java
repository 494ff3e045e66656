// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines and paragraphs. */
class BlocksTest {
  @Test
  void givenLines_whenRead_thenBlankOnesAreNoneAndBlanksAtEndsDoNotCount() {
    String text = "one\n\n  two \t\n \nthree";

    TextStats stats = Texts.stats(text);

    assertThat(blocks(text, stats.lines())).containsExactly("one", "two", "three");
    assertThat(blocks(text, stats.paragraphs())).containsExactly("one", "two", "three");
    assertThat(stats.lineEnds()).isEqualTo(4);
  }

  @Test
  void givenParagraphs_whenRead_thenBlankLinesDivideThem() {
    String text = "a b\nc\n\n\nd\n\na b\nc\n";

    Blocks paragraphs = Texts.stats(text).paragraphs();

    assertThat(blocks(text, paragraphs)).containsExactly("a b\nc", "d", "a b\nc");
    assertThat(paragraphs.duplicates()).isEqualTo(1);
    assertThat(paragraphs.duplicateCharacters()).isEqualTo(5);
    assertThat(paragraphs.mostRepeated()).isEqualTo(new Span(0, 5));
  }

  @Test
  void givenNoRepeats_whenAskedForTheMostRepeated_thenThereIsNone() {
    assertThat(Texts.stats("a\nb").lines().mostRepeated()).isEqualTo(new Span(0, 0));
    assertThat(Texts.stats("").lines().mostRepeated()).isEqualTo(new Span(0, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void anyLines_countTheirDuplicatesAsASetWould(long seed) {
    var random = new Random(seed);
    String[] some = {"x", "yy", "z z", "long line here", ""};
    String text =
        String.join(
            "\n",
            IntStream.range(0, random.nextInt(300))
                .mapToObj(i -> some[random.nextInt(some.length)] + random.nextInt(1 + i % 7))
                .toList());

    Blocks lines = Texts.stats(text).lines();

    var seen = new HashSet<String>();
    List<String> again =
        Arrays.stream(text.split("\n"))
            .filter(line -> !line.isBlank())
            .filter(line -> !seen.add(line))
            .toList();
    assertThat(lines.duplicates()).isEqualTo(again.size());
    assertThat(lines.duplicateCharacters())
        .isEqualTo(again.stream().mapToInt(String::length).sum());
  }

  private static List<String> blocks(String text, Blocks blocks) {
    return IntStream.range(0, blocks.size())
        .mapToObj(i -> text.substring(blocks.start(i), blocks.end(i)))
        .toList();
  }
}
