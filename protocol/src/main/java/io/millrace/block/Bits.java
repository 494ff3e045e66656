// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers as distances from their least one, in two layouts: packed into as few bits as the
 * greatest takes, or plane by plane, first all lowest bytes, which a codec with an entropy stage
 * makes shorter where some bytes are frequent. Thread-safe.
 */
final class Bits {
  /** Widths from here to 63 are written as 64, so that a number lies in 8 bytes at any bit. */
  private static final int WIDTH_MAX = 56;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Numbers that an estimate looks at. */
  static final int SAMPLE = 512;

  /**
   * Each count up to a sample's, times its base-2 logarithm in 1024th; whole numbers: the same
   * anywhere.
   */
  private static final int[] BITS = new int[SAMPLE + 1];

  static {
    for (int i = 1; i <= SAMPLE; i++) {
      BITS[i] = i * (int) StrictMath.round(1024 * StrictMath.log(i) / StrictMath.log(2));
    }
  }

  private Bits() {}

  /** Bits of an unsigned number, as they are written: 0 to 56, or 64. */
  static int widthOf(long range) {
    int width = Long.SIZE - Long.numberOfLeadingZeros(range);
    return width > WIDTH_MAX ? Long.SIZE : width;
  }

  static boolean isWidth(int width) {
    return (width >= 1 && width <= WIDTH_MAX) || width == Long.SIZE;
  }

  static int packedBytes(int count, int width) {
    return (int) (((long) count * width + 7) >>> 3);
  }

  /** The array, or a longer one if it is too short; what was in it may be gone. */
  static long[] ofLength(long[] array, int length) {
    return array.length >= length ? array : new long[Math.max(length, 2 * array.length)];
  }

  /** The array, or a longer one if it is too short; what was in it may be gone. */
  static int[] ofLength(int[] array, int length) {
    return array.length >= length ? array : new int[Math.max(length, 2 * array.length)];
  }

  /** Bytes that the packed layout takes. */
  static long packedCost(int count, int width) {
    return 3L + packedBytes(count, width);
  }

  /**
   * About how many bytes the planes take once a codec has made frequent bytes shorter.
   *
   * @param sample some of the numbers, evenly spread: {@code count / step} of them, at most {@link
   *     #SAMPLE}
   * @param enough the estimate need not go on beyond this
   * @param frequency room for 256 counts
   */
  static long planesCost(
      long[] sample, int count, long min, int width, long enough, int[] frequency) {
    if (count < 2 * Byte.SIZE) {
      return Long.MAX_VALUE;
    }
    int seen = sampled(count);
    long cost = 3;
    for (int shift = 0; shift < width && cost < enough; shift += Byte.SIZE) {
      int kinds = Math.min(256, 1 << Math.min(Byte.SIZE, width - shift));
      Arrays.fill(frequency, 0, kinds, 0);
      for (int i = 0; i < seen; i++) {
        frequency[(int) ((sample[i] - min) >>> shift) & 0xff]++;
      }
      long bits = BITS[seen];
      int used = 0;
      for (int i = 0; i < kinds; i++) {
        bits -= BITS[frequency[i]];
        used -= -frequency[i] >> 31;
      }
      cost += ((bits * count / seen) >>> 13) + used / 2 + 1;
    }
    return cost;
  }

  /** How far the numbers of a sample are from each other. */
  static int step(int count) {
    return Math.max(1, count / SAMPLE);
  }

  /** How many numbers are in a sample. */
  static int sampled(int count) {
    return Math.min(SAMPLE, count / step(count));
  }

  /** Writes numbers as distances from their least one, plane by plane or packed. */
  static Representation write(
      Output out, long[] values, int count, long min, int width, boolean planes) {
    out.zigzag(min);
    if (planes) {
      planes(out, values, count, min, width);
      return Representation.PLANES;
    }
    out.u8(width);
    pack(out, values, count, min, width);
    return Representation.PACKED;
  }

  private static void planes(Output out, long[] values, int count, long min, int width) {
    int planes = (width + 7) / Byte.SIZE;
    out.u8(planes);
    int at = out.advance(planes * count);
    byte[] bytes = out.array();
    for (int shift = 0; shift < planes * Byte.SIZE; shift += Byte.SIZE) {
      for (int i = 0; i < count; i++) {
        bytes[at++] = (byte) ((values[i] - min) >>> shift);
      }
    }
  }

  private static void pack(Output out, long[] values, int count, long min, int width) {
    int at = out.advance(packedBytes(count, width));
    byte[] bytes = out.array();
    long held = 0;
    int bits = 0;
    for (int i = 0; i < count; i++) {
      long value = values[i] - min;
      held |= value << bits;
      int filled = bits + width;
      if (filled >= Long.SIZE) {
        LONG.set(bytes, at, held);
        at += Long.BYTES;
        filled -= Long.SIZE;
        held = filled == 0 ? 0 : value >>> (width - filled);
      }
      bits = filled;
    }
    for (; bits > 0; bits -= Byte.SIZE) {
      bytes[at++] = (byte) held;
      held >>>= Byte.SIZE;
    }
  }

  /** Undoes {@link #pack}; the caller checked that the bytes are there. */
  static void unpack(byte[] bytes, int start, int count, long min, int width, long[] to, int at) {
    if (width == Long.SIZE) {
      for (int i = 0; i < count; i++) {
        to[at + i] = min + (long) LONG.get(bytes, start + i * Long.BYTES);
      }
      return;
    }
    long mask = (1L << width) - 1;
    // So many lie where 8 bytes can be read from the start of each.
    long room = 8L * (bytes.length - Long.BYTES - start + 1);
    int quick = room <= 0 ? 0 : (int) Math.min(count, (room - 1) / width + 1);
    long bit = 0;
    int i = 0;
    for (; i < quick; i++, bit += width) {
      long held = (long) LONG.get(bytes, start + (int) (bit >>> 3));
      to[at + i] = min + ((held >>> (bit & 7)) & mask);
    }
    for (; i < count; i++, bit += width) {
      to[at + i] = min + ((last(bytes, start + (int) (bit >>> 3)) >>> (bit & 7)) & mask);
    }
  }

  /** The bytes up to the array's end, where they are fewer than 8. */
  private static long last(byte[] bytes, int from) {
    long held = 0;
    for (int i = bytes.length - 1; i >= from; i--) {
      held = held << Byte.SIZE | (bytes[i] & 0xff);
    }
    return held;
  }

  /** Undoes {@link #planes}; the caller checked that the bytes are there. */
  static void merge(byte[] bytes, int start, int count, long min, int planes, long[] to, int at) {
    if (planes == 1) {
      for (int i = 0; i < count; i++) {
        to[at + i] = min + (bytes[start + i] & 0xff);
      }
      return;
    }
    int second = start + count;
    for (int i = 0; i < count; i++) {
      to[at + i] = min + ((bytes[start + i] & 0xff) | ((bytes[second + i] & 0xff) << Byte.SIZE));
    }
    int from = second + count;
    for (int shift = 2 * Byte.SIZE; shift < planes * Byte.SIZE; shift += Byte.SIZE) {
      for (int i = 0; i < count; i++) {
        to[at + i] += (bytes[from + i] & 0xffL) << shift;
      }
      from += count;
    }
  }
}
