// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

/**
 * Finds mail addresses as people write them: letters, digits and . _ % + - before the @, at most
 * 64; behind it a host name of at least two labels, the last of them of letters. RFC 5321, section
 * 4.5.3.1 for the lengths; quoted local parts and address literals are left alone.
 */
final class Mail {
  private static final int LOCAL_MAX = 64;
  private static final int DOMAIN_MAX = 255;

  private Mail() {}

  /** Where the address with its @ here starts, not before {@code from}; -1 if there is none. */
  static int start(String text, int sign, int from) {
    int least = Math.max(from, sign - LOCAL_MAX);
    int at = sign;
    while (at > least && isLocal(text.charAt(at - 1))) {
      at--;
    }
    while (at < sign && !Ascii.isAlphanumeric(text.charAt(at))) {
      at++;
    }
    return at < sign && text.charAt(sign - 1) != '.' ? at : -1;
  }

  /** Where the host name behind the @ ends, exclusive; -1 if there is none. */
  static int end(String text, int sign) {
    int limit = Math.min(text.length(), sign + 1 + DOMAIN_MAX);
    int labelStart = sign + 1;
    int end = -1;
    int labels = 0;
    while (labelStart < limit) {
      int at = labelStart;
      while (at < limit && isHost(text.charAt(at))) {
        at++;
      }
      if (at == labelStart) {
        break;
      }
      labels++;
      if (labels >= 2 && isTopLevel(text, labelStart, at)) {
        end = at;
      }
      if (!Ascii.isAt(text, at, '.')) {
        break;
      }
      labelStart = at + 1;
    }
    return end;
  }

  private static boolean isTopLevel(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!Ascii.isAlphanumeric(c) || Ascii.isDigit(c)) {
        return false;
      }
    }
    return end - start >= 2;
  }

  private static boolean isLocal(char c) {
    return Ascii.isAlphanumeric(c) || c == '.' || c == '_' || c == '%' || c == '+' || c == '-';
  }

  private static boolean isHost(char c) {
    return Ascii.isAlphanumeric(c) || c == '-';
  }
}
