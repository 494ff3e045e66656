// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

/**
 * Finds IP addresses of version 4: four numbers up to 255 with full stops between. A version number
 * of four parts looks the same.
 */
final class Ipv4 {
  private Ipv4() {}

  /**
   * Where the address that starts here ends, exclusive; -1 if none does.
   *
   * @param start a digit with no letter, digit or full stop before it
   */
  static int end(String text, int start) {
    int at = start;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (!Ascii.isAt(text, at, '.')) {
          return -1;
        }
        at++;
      }
      int from = at;
      int value = 0;
      while (Ascii.isDigitAt(text, at) && at - from < 3) {
        value = value * 10 + text.charAt(at++) - '0';
      }
      if (at == from || value > 255) {
        return -1;
      }
    }
    boolean goesOn =
        Ascii.isWordAt(text, at) || (Ascii.isAt(text, at, '.') && Ascii.isDigitAt(text, at + 1));
    return goesOn ? -1 : at;
  }

  /** Whether the address is none of a special purpose (RFC 6890, multicast and class E). */
  static boolean isPublic(String text, int start, int end) {
    int[] part = new int[4];
    int at = 0;
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '.') {
        at++;
      } else {
        part[at] = part[at] * 10 + text.charAt(i) - '0';
      }
    }
    int first = part[0];
    int second = part[1];
    int third = part[2];
    boolean local = first == 0 || first == 10 || first == 127 || first >= 224;
    boolean shared = first == 100 && second >= 64 && second < 128;
    boolean link = first == 169 && second == 254;
    boolean site = first == 172 && second >= 16 && second < 32;
    boolean lan = first == 192 && (second == 168 || (second == 0 && (third == 0 || third == 2)));
    boolean test =
        (first == 198 && (second == 18 || second == 19 || (second == 51 && third == 100)))
            || (first == 203 && second == 0 && third == 113);
    return !(local || shared || link || site || lan || test);
  }
}
