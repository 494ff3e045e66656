// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

/** Orders texts by their code points, as their UTF-8 bytes are ordered. */
final class CodePoints {
  private CodePoints() {}

  static int compare(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char left = a.charAt(i);
      char right = b.charAt(i);
      if (left != right) {
        boolean surrogates = Character.isSurrogate(left) != Character.isSurrogate(right);
        return surrogates ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
