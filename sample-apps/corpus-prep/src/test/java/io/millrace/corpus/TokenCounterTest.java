// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  @Test
  void givenKnownTexts_whenCounted_thenAsTheEncodingDefines() {
    assertThat(new TokenCounter().count("")).isZero();
    assertThat(new TokenCounter().count("hello world")).isEqualTo(2);
    assertThat(new TokenCounter().count("tiktoken is great!")).isEqualTo(6);
  }

  @Test
  void givenLongText_whenCounted_thenAsByJtokkit() {
    String text =
        "A line with some words,\n\n  an indented one\n\tand 12345 numbers.\n".repeat(5_000);
    var whole = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);

    assertThat(new TokenCounter().count(text)).isEqualTo(whole.countTokensOrdinary(text));
  }

  @Test
  void givenLongestTextWithoutSpace_whenCounted_thenInTime() {
    int length = 1 << 20;

    long letters =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> new TokenCounter().count("a".repeat(length)));
    long spaces =
        assertTimeoutPreemptively(
            Duration.ofSeconds(60), () -> new TokenCounter().count(" ".repeat(length)));

    assertThat(letters).isBetween(1L, (long) length);
    assertThat(spaces).isBetween(1L, (long) length);
  }

  @Test
  void givenManyTextsOfRareWords_whenOneCounterCountsThem_thenEachAsAloneAndAgain() {
    var random = new java.util.Random(5);
    var counter = new TokenCounter();
    for (int n = 0; n < 300; n++) {
      String word = Long.toString(random.nextInt(40_000) * 7_777_777_777L, 36);
      String text = "zq" + word + " " + word + word + " x" + word.repeat(n % 9) + "\u00e4" + word;

      long alone = new TokenCounter().count(text);

      assertThat(counter.count(text)).as(text).isEqualTo(alone);
      assertThat(counter.count(text + text))
          .as(text)
          .isEqualTo(new TokenCounter().count(text + text));
      assertThat(counter.count(text)).as(text).isEqualTo(alone);
    }
  }
}
