// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;

/**
 * Finds phone numbers: runs of digits as they are written for people, handed to Google's
 * libphonenumber, which knows every country's numbering plan. Safe for any thread.
 */
final class Phone {
  private static final int DIGITS_MIN = 7;
  private static final int DIGITS_MAX = 15;
  private static final int CUTS_MAX = 3;

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final String region;

  /**
   * @param region of numbers without +; empty: only those with + are found
   */
  Phone(String region) {
    this.region = region;
  }

  /**
   * Where the number that starts here ends, exclusive; -1 if none does.
   *
   * @param start a plus, an opening bracket or a digit, with no letter or digit before it
   */
  int end(String text, int start) {
    boolean international = text.charAt(start) == '+';
    if (!international && region.isEmpty()) {
      return -1;
    }
    int end = endOfRun(text, start);
    for (int cut = 0; cut <= CUTS_MAX && end > start; cut++) {
      if (isNumber(text, start, end, international)) {
        return end;
      }
      end = endOfRunBefore(text, start, end);
    }
    return -1;
  }

  private boolean isNumber(String text, int start, int end, boolean international) {
    int digits = 0;
    for (int i = start; i < end; i++) {
      digits += Ascii.isDigit(text.charAt(i)) ? 1 : 0;
    }
    boolean bare = !international && digits == end - start && text.charAt(start) != '0';
    if (digits < DIGITS_MIN || digits > DIGITS_MAX || bare) {
      return false;
    }
    try {
      return plans.isValidNumber(
          plans.parse(text.substring(start, end), international ? "ZZ" : region));
    } catch (NumberParseException e) {
      return false; // the library's way to say no
    }
  }

  /** Behind the last digit of a run of digits with few signs between. */
  private static int endOfRun(String text, int start) {
    int end = start;
    int digits = 0;
    int signs = 0;
    for (int i = start; i < text.length() && digits <= DIGITS_MAX && signs <= 2; i++) {
      char c = text.charAt(i);
      if (Ascii.isDigit(c)) {
        digits++;
        signs = 0;
        end = i + 1;
      } else if (i > start && isSign(c)) {
        signs++;
      } else if (i > start || (c != '+' && c != '(')) {
        break;
      }
    }
    return Ascii.isWordAt(text, end) ? endOfRunBefore(text, start, end) : end;
  }

  /** The end of the run without its last group of digits. */
  private static int endOfRunBefore(String text, int start, int end) {
    int at = end;
    while (at > start && Ascii.isDigit(text.charAt(at - 1))) {
      at--;
    }
    while (at > start && !Ascii.isDigit(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static boolean isSign(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '\u00A0';
  }
}
