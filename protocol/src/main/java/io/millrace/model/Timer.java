// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/**
 * A wish to be called at a time. A key has at most one timer of a kind and name: setting it again
 * moves it.
 *
 * @param kind which clock it goes by
 * @param name 1 to {@link #NAME_LENGTH_MAX} characters, without half a surrogate pair
 * @param timeMs when it is due, milliseconds since 1970-01-01T00:00Z, above {@link Long#MIN_VALUE}
 */
public record Timer(TimeKind kind, String name, long timeMs) {
  /** Longest name. Unit: characters. */
  public static final int NAME_LENGTH_MAX = 100;

  public Timer {
    checkName(name);
    if (timeMs == Long.MIN_VALUE) {
      throw new IllegalArgumentException(
          "timer '" + name + "': time " + timeMs + " (expected: a time above the lowest number)");
    }
  }

  static void checkName(String name) {
    int length = name.length();
    boolean whole = length >= 1 && length <= NAME_LENGTH_MAX;
    for (int i = 0; i < length && whole; i++) {
      char c = name.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < length) {
        i++;
        whole = Character.isLowSurrogate(name.charAt(i));
      } else {
        whole = !Character.isSurrogate(c);
      }
    }
    if (!whole) {
      throw new IllegalArgumentException(
          "timer name: '"
              + name
              + "' (expected: 1 to "
              + NAME_LENGTH_MAX
              + " characters, no half of a surrogate pair)");
    }
  }
}
