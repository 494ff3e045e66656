// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

/**
 * Finds international bank account numbers (ISO 13616): country, two check digits, as many letters
 * and digits as the country's have, a blank after every fourth if they like; the whole is 1 modulo
 * 97 (ISO 7064, MOD 97-10).
 */
final class Iban {
  /** Countries with their numbers' length, from the registry that SWIFT keeps. */
  private static final String LENGTHS =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 "
          + "EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 "
          + "IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 "
          + "MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 "
          + "SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 ";

  private static final int ENTRY = 5;

  private Iban() {}

  /**
   * Where the number that starts here ends, exclusive; -1 if none does.
   *
   * @param start a capital letter with no letter or digit before it
   */
  static int end(String text, int start) {
    if (!Ascii.isUpper(at(text, start + 1))
        || !Ascii.isDigitAt(text, start + 2)
        || !Ascii.isDigitAt(text, start + 3)) {
      return -1;
    }
    int length = length(text.charAt(start), text.charAt(start + 1));
    char[] characters = new char[length];
    int found = 0;
    int at = start;
    while (found < length && at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' && found > 0 && found % 4 == 0) {
        at++;
        continue;
      }
      if (!Ascii.isDigit(c) && !Ascii.isUpper(c)) {
        return -1;
      }
      characters[found++] = c;
      at++;
    }
    if (length == 0 || found < length || Ascii.isWordAt(text, at)) {
      return -1;
    }
    return remainder(characters) == 1 ? at : -1;
  }

  private static char at(String text, int place) {
    return place < text.length() ? text.charAt(place) : '\0';
  }

  private static int length(char first, char second) {
    for (int i = 0; i < LENGTHS.length(); i += ENTRY) {
      if (LENGTHS.charAt(i) == first && LENGTHS.charAt(i + 1) == second) {
        return (LENGTHS.charAt(i + 2) - '0') * 10 + LENGTHS.charAt(i + 3) - '0';
      }
    }
    return 0;
  }

  private static int remainder(char[] characters) {
    int remainder = 0;
    for (int i = 0; i < characters.length; i++) {
      char c = characters[(i + 4) % characters.length];
      int value = Character.digit(c, 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder;
  }
}
