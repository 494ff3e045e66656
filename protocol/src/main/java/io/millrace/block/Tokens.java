// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/**
 * Splits byte strings into tokens, what may differ between strings of one shape, and the bytes
 * between them, which make the shape. A token is a run of letters, digits, underscores and bytes
 * beyond ASCII, or what stands between two quotation marks. Keeps its arrays. Not thread-safe.
 */
final class Tokens {
  /** Tokens of one string, at most; one with more has no shape. */
  static final int MOST = 120;

  /** Stands for the shape of a string that has too many tokens. */
  static final long NO_SHAPE = 0;

  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int TOKEN = 256;
  private static final long EACH = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final boolean[] WORD = new boolean[256];

  static {
    for (int c = 0; c < 256; c++) {
      WORD[c] =
          c >= 0x80
              || c == '_'
              || (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z');
    }
  }

  private int[] spans = new int[0];
  private int size;

  /** Forgets all tokens. */
  void clear() {
    size = 0;
  }

  /** Bounds in a row: where each token starts, and where it ends, exclusive. */
  int[] spans() {
    return spans;
  }

  /** How many bounds there are. */
  int size() {
    return size;
  }

  /**
   * Adds a string's tokens.
   *
   * @param quotes whether what stands between quotation marks is one token
   * @return a hash of its shape, or {@link #NO_SHAPE}, and then no token was added
   */
  long add(byte[] bytes, int from, int to, boolean quotes) {
    int before = size;
    if (spans.length < size + 2 * MOST + 2) {
      spans = Arrays.copyOf(spans, Math.max(2 * spans.length, size + 2 * MOST + 2));
    }
    int most = before + 2 * MOST;
    long hash = 1;
    int i = from;
    while (i < to) {
      int c = bytes[i] & 0xff;
      if (WORD[c]) {
        spans[size++] = i;
        i = wordEnd(bytes, i, to);
        spans[size++] = i;
        hash = (hash ^ TOKEN) * MIX;
      } else {
        hash = (hash ^ c) * MIX;
        i++;
        int end = quotes && c == '"' ? quoteEnd(bytes, i, to) : -1;
        if (end >= 0) {
          spans[size++] = i;
          spans[size++] = end;
          hash = ((hash ^ TOKEN) * MIX ^ '"') * MIX;
          i = end + 1;
        }
      }
      if (size > most) {
        size = before;
        return NO_SHAPE;
      }
    }
    hash ^= hash >>> 31;
    return hash == NO_SHAPE ? 1 : hash;
  }

  /** Whether a byte belongs to a token wherever it stands. */
  static boolean isWord(byte c) {
    return WORD[c & 0xff];
  }

  /** Where the word ends that starts at a place; that place itself, if none does. */
  static int wordEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= bytes.length) {
      int more = words((long) Digits.LONG.get(bytes, at));
      at += more;
      if (at >= to) {
        return to;
      }
      if (more < Long.BYTES) {
        return at;
      }
    }
    while (at < to && WORD[bytes[at] & 0xff]) {
      at++;
    }
    return at;
  }

  /** How many of eight bytes belong to a word, from the lowest on: all sums stay in their bytes. */
  private static int words(long bytes) {
    long ascii = bytes & LOW_BITS;
    long small = ascii | EACH * 0x20;
    long letters = (small + EACH * (0x80 - 'a')) & ~(small + EACH * (0x7f - 'z'));
    long digits = (ascii + EACH * (0x80 - '0')) & ~(ascii + EACH * (0x7f - '9'));
    long noLine = (ascii ^ EACH * '_') + LOW_BITS;
    long others = ~(bytes | letters | digits | ~noLine) & ~LOW_BITS;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /** Where the quotation mark is that ends what one before began, or -1. */
  static int quoteEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= bytes.length) {
      long word = (long) Digits.LONG.get(bytes, at);
      long other = (word ^ EACH * '"') & LOW_BITS;
      long escape = (word ^ EACH * '\\') & LOW_BITS;
      // A byte beyond ASCII may look like one of them, which costs a second look.
      long hits = ~((other + LOW_BITS) & (escape + LOW_BITS)) & ~LOW_BITS;
      if (hits != 0) {
        at += Long.numberOfTrailingZeros(hits) >>> 3;
        break;
      }
      at += Long.BYTES;
    }
    for (int i = at; i < to; i++) {
      if (bytes[i] == '"') {
        return i;
      }
      if (bytes[i] == '\\') {
        i++;
      }
    }
    return -1;
  }
}
