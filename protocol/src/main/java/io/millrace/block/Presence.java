// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;

/**
 * Which entries of a block a column has a value for, and the value's place among them. Not
 * thread-safe.
 */
final class Presence {
  private static final int ALL = 0;
  private static final int SOME = 1;

  private final int present;
  private final long[] words;
  private final int[] ranks;

  private Presence(int present, long[] words, int[] ranks) {
    this.present = present;
    this.words = words;
    this.ranks = ranks;
  }

  /**
   * Writes which entries are present.
   *
   * @param places of the present ones, ascending, the first {@code count} of the array
   * @param of how many entries there are
   */
  static void write(Output out, int[] places, int count, int of) {
    if (count == of) {
      out.u8(ALL);
      return;
    }
    out.u8(SOME);
    int at = out.advance((of + 7) / Byte.SIZE);
    byte[] bytes = out.array();
    Arrays.fill(bytes, at, out.length(), (byte) 0);
    for (int i = 0; i < count; i++) {
      bytes[at + (places[i] >>> 3)] |= (byte) (1 << (places[i] & 7));
    }
  }

  /** Reads which of the entries are present: at least one of them. */
  static Presence readSome(Input in, int of) {
    Presence presence = read(in, of);
    if (presence.count() == 0) {
      throw in.refusal("presence", "at least one", 0);
    }
    return presence;
  }

  /** Reads which of the entries are present. */
  static Presence read(Input in, int of) {
    int flag = in.u8("presence");
    if (flag > SOME) {
      throw in.refusal("presence", ALL + " or " + SOME, flag);
    }
    if (flag == ALL) {
      return new Presence(of, new long[0], new int[0]);
    }
    int length = (of + 7) / Byte.SIZE;
    int at = in.take("presence", length);
    byte[] bytes = in.array();
    var words = new long[(of + 63) / Long.SIZE];
    for (int i = 0; i < length; i++) {
      words[i >>> 3] |= (bytes[at + i] & 0xffL) << ((i & 7) << 3);
    }
    var ranks = new int[words.length];
    int present = 0;
    for (int i = 0; i < words.length; i++) {
      ranks[i] = present;
      present += Long.bitCount(words[i]);
    }
    boolean beyond = (of & 63) != 0 && words[words.length - 1] >>> (of & 63) != 0;
    if (present == of || beyond) {
      throw in.refusal("presence", "not all of " + of, beyond ? "more" : present);
    }
    return new Presence(present, words, ranks);
  }

  /** How many are present. */
  int count() {
    return present;
  }

  /** The place among the present ones; below zero if it is not. */
  int place(int i) {
    if (words.length == 0) {
      return i;
    }
    long word = words[i >>> 6];
    long bit = 1L << i;
    return (word & bit) == 0 ? -1 : ranks[i >>> 6] + Long.bitCount(word & (bit - 1));
  }

  /** Whether an entry is present here and there. */
  boolean meets(Presence other) {
    if (words.length == 0 || other.words.length == 0) {
      return true;
    }
    for (int i = 0; i < words.length; i++) {
      if ((words[i] & other.words[i]) != 0) {
        return true;
      }
    }
    return false;
  }
}
