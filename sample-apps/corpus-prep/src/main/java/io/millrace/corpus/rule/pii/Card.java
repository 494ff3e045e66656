// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

/**
 * Finds numbers of payment cards: 13 to 19 digits, single blanks or hyphens between, that start as
 * the big issuers' do and whose last one is the check digit of Luhn's formula (ISO/IEC 7812-1,
 * annex B).
 */
final class Card {
  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;

  private Card() {}

  /**
   * Where the number that starts here ends, exclusive; -1 if none does.
   *
   * @param start a digit with no letter or digit before it
   */
  static int end(String text, int start) {
    int[] digits = new int[DIGITS_MAX];
    int found = 0;
    int at = start;
    while (found < DIGITS_MAX && Ascii.isDigitAt(text, at)) {
      digits[found++] = text.charAt(at++) - '0';
      boolean separator = Ascii.isAt(text, at, ' ') || Ascii.isAt(text, at, '-');
      if (separator && found < DIGITS_MAX && Ascii.isDigitAt(text, at + 1)) {
        at++;
      }
    }
    boolean decimal = Ascii.isAt(text, at, '.') && Ascii.isDigitAt(text, at + 1);
    if (found < DIGITS_MIN || Ascii.isWordAt(text, at) || decimal) {
      return -1;
    }
    return isIssued(digits, found) && luhn(digits, found) ? at : -1;
  }

  /**
   * Whether a number that long can start like this: Visa, Mastercard, American Express and so on.
   */
  private static boolean isIssued(int[] d, int length) {
    int two = d[0] * 10 + d[1];
    int four = two * 100 + d[2] * 10 + d[3];
    boolean visa = d[0] == 4 && (length == 13 || length == 16 || length == 19);
    boolean mastercard =
        length == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
    boolean amex = length == 15 && (two == 34 || two == 37);
    boolean diners = length == 14 && (two == 36 || two == 38 || (four >= 3000 && four <= 3059));
    boolean discover =
        length >= 16 && (four == 6011 || two == 65 || (four >= 6440 && four <= 6499));
    boolean jcb = length >= 16 && four >= 3528 && four <= 3589;
    boolean unionPay = length >= 16 && two == 62;
    return visa || mastercard || amex || diners || discover || jcb || unionPay;
  }

  private static boolean luhn(int[] digits, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      int digit = digits[length - 1 - i];
      int doubled = digit * 2;
      sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
