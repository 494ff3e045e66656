// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

/**
 * Finds IP addresses of version 6 (RFC 4291, section 2.2): eight groups of up to four hexadecimal
 * digits, or fewer with one "::" for the rest, the last 32 bits in the form of version 4 if they
 * like. Must have a digit, so that names with "::" between are left alone.
 */
final class Ipv6 {
  private static final int GROUPS = 8;
  private static final int LENGTH_MAX = 45;

  private Ipv6() {}

  /** Where the address with its first colon here starts; -1 if none can. */
  static int start(String text, int colon, int from) {
    int at = colon;
    while (at > from && colon - at < 4 && Ascii.isHex(text.charAt(at - 1))) {
      at--;
    }
    boolean joined =
        Ascii.isWordAt(text, at - 1)
            || Ascii.isAt(text, at - 1, ':')
            || Ascii.isAt(text, at - 1, '.');
    return joined ? -1 : at;
  }

  /** Where the address that starts here ends, exclusive; -1 if none does. */
  static int end(String text, int start) {
    int limit = Math.min(text.length(), start + LENGTH_MAX);
    int at = start;
    while (at < limit && (Ascii.isHex(text.charAt(at)) || text.charAt(at) == ':')) {
      at++;
    }
    int groupStart = text.lastIndexOf(':', at - 1) + 1;
    int groups = 0;
    if (Ascii.isAt(text, at, '.')) {
      int tail = groupStart > start && groupStart < at ? Ipv4.end(text, groupStart) : -1;
      if (tail > 0) {
        groups = 2;
        at = tail;
      } else {
        groupStart = at;
      }
    } else {
      groupStart = at;
    }
    // A colon of the sentence behind the address is not the address's.
    if (groups == 0 && at - start > 2 && text.charAt(at - 1) == ':' && text.charAt(at - 2) != ':') {
      at--;
      groupStart = at;
    }
    if (Ascii.isWordAt(text, at) || !isAddress(text, start, groupStart, groups)) {
      return -1;
    }
    return at;
  }

  /** Whether the address is one of the global unicast range and not of documentation. */
  static boolean isPublic(String text, int start) {
    int value = 0;
    int at = start;
    while (at < text.length() && Ascii.isHex(text.charAt(at))) {
      value = value * 16 + Character.digit(text.charAt(at++), 16);
    }
    return value >> 13 == 1 && !text.regionMatches(true, start, "2001:db8:", 0, 9);
  }

  private static boolean isAddress(String text, int start, int end, int groupsBehind) {
    int groups = groupsBehind;
    int length = 0;
    int gaps = 0;
    boolean digit = groupsBehind > 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c != ':') {
        digit |= Ascii.isDigit(c);
        if (++length > 4) {
          return false;
        }
        groups += length == 1 ? 1 : 0;
        continue;
      }
      if (length == 0 && i > start && text.charAt(i - 1) == ':') {
        gaps++;
      } else if (length == 0 && !Ascii.isAt(text, i + 1, ':')) {
        return false;
      }
      length = 0;
    }
    boolean open = end > start && text.charAt(end - 1) == ':' && groupsBehind == 0;
    if (open && !(end - start >= 2 && text.charAt(end - 2) == ':')) {
      return false;
    }
    return digit && (gaps == 0 ? groups == GROUPS : gaps == 1 && groups < GROUPS);
  }
}
