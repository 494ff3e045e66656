// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decimal digits, eight at a time in one long, the first one in its lowest byte. After Lemire,
 * "Quickly parsing eight digits", 2018, and the same backwards. Thread-safe.
 */
final class Digits {
  /** Digits whose number surely fits 63 bits. */
  static final int MOST = 18;

  /** The least number that takes more than eight digits. */
  static final int EIGHT_END = 100_000_000;

  /** Bytes of an array as one long. */
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int FOUR_END = 10_000;

  /** Numbers below this are looked up. */
  private static final int THREE_END = 1000;

  private static final long ZEROS = 0x3030303030303030L;
  private static final long[] POWERS = new long[MOST + 1];
  private static final long[] THREES = new long[THREE_END];

  static {
    long power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
    for (int i = 0; i < THREE_END; i++) {
      THREES[i] = eight(i) >>> (Long.SIZE - 3 * Byte.SIZE);
    }
  }

  private Digits() {}

  /** The least number that takes more digits than this, 0 to {@link #MOST}. */
  static long end(int digits) {
    return POWERS[digits];
  }

  /** How many digits a number takes, 0 to 10^18 - 1. */
  static int count(long number) {
    long odd = number | 1;
    int about = ((Long.SIZE - Long.numberOfLeadingZeros(odd)) * 1233) >>> 12;
    return about + (odd >= POWERS[about] ? 1 : 0);
  }

  /** Eight digits of a number below {@link #EIGHT_END}, with leading zeros. */
  static long eight(long number) {
    long upper = number / FOUR_END;
    return four(upper | (number - FOUR_END * upper) << 32);
  }

  /** Four digits each of two numbers below 10,000, one in each half. */
  private static long four(long halves) {
    long hundreds = ((halves * 10486) >>> 20) & 0x0000007f0000007fL;
    long pairs = hundreds | (halves - 100 * hundreds) << 16;
    long tens = ((pairs * 103) >>> 10) & 0x000f000f000f000fL;
    return (tens | (pairs - 10 * tens) << 8) + ZEROS;
  }

  /**
   * Writes numbers in decimal without leading zeros, each in place of itself.
   *
   * @param most the greatest, or more; below {@link #EIGHT_END}
   * @param lengths is told how many digits each has
   */
  static void naturals(long[] numbers, byte[] lengths, int count, long most) {
    if (most < THREE_END) {
      for (int i = 0; i < count; i++) {
        int number = (int) numbers[i];
        int digits = number < 10 ? 1 : number < 100 ? 2 : 3;
        numbers[i] = THREES[number] >>> ((3 - digits) * Byte.SIZE);
        lengths[i] = (byte) digits;
      }
      return;
    }
    boolean small = most < FOUR_END;
    for (int i = 0; i < count; i++) {
      long number = numbers[i];
      int digits = count(number);
      long bytes = small ? four(number << Integer.SIZE) : eight(number);
      numbers[i] = bytes >>> (Long.SIZE - Byte.SIZE * digits);
      lengths[i] = (byte) digits;
    }
  }

  /**
   * Writes numbers in so many decimal digits, each in place of itself.
   *
   * @param digits of each, 1 to 8; enough
   */
  static void fixed(long[] numbers, int count, int digits) {
    if (digits <= 3) {
      int unused = (3 - digits) * Byte.SIZE;
      for (int i = 0; i < count; i++) {
        numbers[i] = THREES[(int) numbers[i]] >>> unused;
      }
      return;
    }
    int unused = Long.SIZE - Byte.SIZE * digits;
    for (int i = 0; i < count; i++) {
      numbers[i] = eight(numbers[i]) >>> unused;
    }
  }

  /**
   * Writes numbers in decimal behind each other.
   *
   * @param digits of each; 0 if they are to have no leading zeros
   * @param starts is told where each starts, and the last one ends
   */
  static byte[] write(long[] numbers, int count, int digits, int[] starts) {
    starts[0] = 0;
    for (int i = 0; i < count; i++) {
      starts[i + 1] = starts[i] + (digits > 0 ? digits : count(numbers[i]));
    }
    byte[] bytes = new byte[starts[count]];
    for (int i = 0; i < count; i++) {
      long rest = numbers[i];
      for (int at = starts[i + 1] - 1; at >= starts[i]; at--) {
        bytes[at] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
    }
    return bytes;
  }

  /** How many of the eight bytes are digits, from the lowest on. */
  static int leading(long bytes) {
    long low = bytes ^ ZEROS;
    long others = ((low & 0x7f7f7f7f7f7f7f7fL) + 0x7676767676767676L | low) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /**
   * The number that some digits are.
   *
   * @param count how many of the eight bytes, from the lowest on; 1 to 8
   */
  static long parse(long bytes, int count) {
    long digits = (bytes ^ ZEROS) << (Long.SIZE - Byte.SIZE * count);
    long pairs = (digits * 10 + (digits >>> 8)) & 0x00ff00ff00ff00ffL;
    long fours = (pairs * 100 + (pairs >>> 16)) & 0x0000ffff0000ffffL;
    return (fours * 10_000 + (fours >>> 32)) & 0xffffffffL;
  }

  /** The number that a span of an array is; below 0 if it is none, or may not fit 63 bits. */
  static long number(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length < 1 || length > MOST) {
      return -1;
    }
    int at = from;
    long number = 0;
    for (int left = length; left > 0 && at + Long.BYTES <= bytes.length; ) {
      long word = (long) LONG.get(bytes, at);
      int some = Math.min(left, Long.BYTES);
      if (leading(word) < some) {
        return -1;
      }
      number = number * POWERS[some] + parse(word, some);
      at += some;
      left -= some;
    }
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
