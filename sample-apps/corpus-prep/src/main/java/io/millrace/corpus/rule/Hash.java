// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

/** Hashes of runs of characters, for tables that compare what they find; not for storing. */
final class Hash {
  static final long START = 0x9E3779B97F4A7C15L;
  private static final long FACTOR = 0xD6E8FEB86659FD93L;

  private Hash() {}

  /** Takes in one character; the same step whoever does it. */
  static long step(long hash, char c) {
    long mixed = (hash ^ c) * FACTOR;
    return mixed ^ (mixed >>> 32);
  }

  static long of(char[] text, int start, int end) {
    long hash = START;
    for (int i = start; i < end; i++) {
      hash = step(hash, text[i]);
    }
    return hash;
  }

  /** Spreads a number over all bits, so that its low bits can choose a slot. */
  static long mix(long value) {
    long mixed = value * FACTOR;
    mixed ^= mixed >>> 32;
    mixed *= FACTOR;
    return mixed ^ (mixed >>> 29);
  }
}
