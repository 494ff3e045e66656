// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DigitsTest {
  private final Random random = new Random(5);

  private long number(int digitsMax) {
    return random.nextLong(Digits.end(1 + random.nextInt(digitsMax)));
  }

  private static String text(long bytes, int length) {
    byte[] all = new byte[Long.BYTES];
    Digits.LONG.set(all, 0, bytes);
    return new String(all, 0, length, US_ASCII);
  }

  @Test
  void givenNumbers_whenWrittenWithoutLeadingZeros_thenAsJavaDoes() {
    for (int digitsMax = 1; digitsMax <= 8; digitsMax++) {
      long[] numbers = new long[500];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number(digitsMax);
      }
      long[] words = numbers.clone();
      byte[] lengths = new byte[numbers.length];

      Digits.naturals(words, lengths, words.length, Digits.end(digitsMax) - 1);

      for (int i = 0; i < numbers.length; i++) {
        assertThat(text(words[i], lengths[i])).isEqualTo(Long.toString(numbers[i]));
      }
    }
  }

  @Test
  void givenNumbers_whenWrittenInSoManyDigits_thenAsJavaDoes() {
    for (int digits = 1; digits <= 8; digits++) {
      long[] words = new long[300];
      for (int i = 0; i < words.length; i++) {
        words[i] = number(digits);
      }
      long[] numbers = words.clone();

      Digits.fixed(words, words.length, digits);

      for (int i = 0; i < numbers.length; i++) {
        assertThat(text(words[i], digits)).isEqualTo(("%0" + digits + "d").formatted(numbers[i]));
      }
    }
  }

  @Test
  void givenLongNumbers_whenWrittenBehindEachOther_thenAsJavaDoes() {
    long[] numbers = {0, 9, 10, Digits.end(17), Digits.end(18) - 1};
    int[] starts = new int[numbers.length + 1];

    byte[] natural = Digits.write(numbers, numbers.length, 0, starts);

    assertThat(new String(natural, US_ASCII)).isEqualTo("0910100000000000000000" + "9".repeat(18));
    assertThat(starts).containsExactly(0, 1, 2, 4, 22, 40);
    byte[] fixed = Digits.write(numbers, 2, 18, starts);
    assertThat(new String(fixed, US_ASCII)).isEqualTo("0".repeat(35) + "9");
  }

  @Test
  void givenDigitsWithOtherBytesBehind_whenRead_thenCountedAndParsed() {
    for (int i = 0; i < 2_000; i++) {
      int digits = 1 + random.nextInt(20);
      var text = new StringBuilder();
      for (int d = 0; d < digits; d++) {
        text.append((char) ('0' + random.nextInt(10)));
      }
      byte[] bytes = (text + "/:a\u007f").getBytes(US_ASCII);
      int room = random.nextInt(5);
      byte[] held = Arrays.copyOf(bytes, digits + room);

      long expected = digits > Digits.MOST ? -1 : Long.parseLong(text.toString());
      assertThat(Digits.number(held, 0, digits)).as("%s", text).isEqualTo(expected);
      if (room > 0) {
        assertThat(Digits.number(held, 0, digits + 1)).isEqualTo(-1);
      }
    }
  }

  @Test
  void givenAnyByte_whenWordsEndIsSought_thenEightAtOnceAgreeWithOneByOne() {
    for (int c = 0; c < 256; c++) {
      for (int at = 0; at < 8; at++) {
        byte[] bytes = "Az09_zZ9".repeat(2).getBytes(US_ASCII);
        bytes[at] = (byte) c;

        int expected = Tokens.isWord((byte) c) ? bytes.length : at;

        assertThat(Tokens.wordEnd(bytes, 0, bytes.length))
            .as("%d at %d", c, at)
            .isEqualTo(expected);
        assertThat(Tokens.wordEnd(bytes, 0, 3)).isEqualTo(Math.min(3, expected));
        int quote = c == '"' ? at : -1;
        assertThat(Tokens.quoteEnd(bytes, 0, bytes.length)).as("%d at %d", c, at).isEqualTo(quote);
      }
    }
  }
}
