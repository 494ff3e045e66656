// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.List;
import java.util.Random;

/** Makes up text that goes where tokenizers differ: classes of characters mixed in every order. */
final class Scripts {
  private static final List<String> BITS =
      List.of(
          " ",
          "  ",
          "   ",
          "\t",
          "\n",
          "\r\n",
          "\n\n",
          " \n ",
          "\u00A0",
          "\u3000",
          "\u2028",
          "\u0085",
          "'s",
          "'S",
          "'t",
          "'re",
          "'RE",
          "'Ve",
          "'ll",
          "'lL",
          "'d",
          "'m",
          "'\u017f",
          "'",
          "''",
          "'x",
          "\u2019s",
          "1",
          "12",
          "123",
          "1234567",
          "\u00bd",
          "\u0665\u0666",
          "\u2167",
          "/",
          "//",
          "/\n",
          ".",
          "...",
          "!?",
          "-",
          "=====",
          "(",
          ")",
          "{}",
          "<|endoftext|>",
          "\u20ac",
          "\uD83D\uDE00",
          "\u0301",
          "\u0308\u0301",
          "\u093F",
          "\u20DD",
          "a",
          "A",
          "the",
          "The",
          "THE",
          "theTHE",
          "iPhone",
          "HTMLParser",
          "getXMLid",
          "don't",
          "DON'T",
          "\u00e9",
          "e\u0301",
          "E\u0301",
          "\u01C5",
          "\u02B0",
          "\u00aa",
          "\u01C5a",
          "\u02B0A",
          "A\u02B0",
          "A\u02B0B",
          "AB\u0301C",
          "stra\u00dfe",
          "\u00dcBER",
          "\u0391\u03b8\u03ae\u03bd\u03b1",
          "\u041c\u043e\u0441\u043a\u0432\u0430",
          "\u05e9\u05dc\u05d5\u05dd",
          "\u0645\u0631\u062d\u0628\u0627",
          "\u0928\u092e\u0938\u094d\u0924\u0947",
          "\u4f60\u597d\u4e16\u754c",
          "\u3053\u3093\u306b\u3061\u306f",
          "\uc548\ub155",
          "\u0e2a\u0e27\u0e31\u0e2a",
          "\ud835\udd04\ud835\udd1f",
          "\u0000",
          "\u0007",
          "\u200B",
          "\u200D",
          "\uFEFF",
          "\uFFFD",
          "\ue000");

  private Scripts() {}

  /** About so many characters. */
  static String text(Random random, int length) {
    var text = new StringBuilder();
    while (text.length() < length) {
      switch (random.nextInt(12)) {
        case 0 -> text.appendCodePoint(point(random));
        case 1 -> word(random, text);
        case 2 -> {
          for (int i = random.nextInt(5); i >= 0; i--) {
            text.appendCodePoint(point(random));
          }
        }
        case 3 -> text.append(' ');
        default -> text.append(BITS.get(random.nextInt(BITS.size())));
      }
    }
    return text.toString();
  }

  private static void word(Random random, StringBuilder to) {
    for (int i = random.nextInt(12); i >= 0; i--) {
      to.append((char) ((random.nextInt(6) == 0 ? 'A' : 'a') + random.nextInt(26)));
    }
  }

  /** An assigned character of any script, not a surrogate. */
  private static int point(Random random) {
    while (true) {
      int point =
          random.nextInt(4) == 0
              ? random.nextInt(Character.MAX_CODE_POINT + 1)
              : random.nextInt(0x3000);
      int type = Character.getType(point);
      if (type != Character.SURROGATE && type != Character.UNASSIGNED) {
        return point;
      }
    }
  }
}
