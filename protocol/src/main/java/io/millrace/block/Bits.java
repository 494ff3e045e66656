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
  private static final int SAMPLE = 512;

  /**
   * Base-2 logarithm of each count up to a sample's, in 1024th; whole numbers: the same anywhere.
   */
  private static final int[] LOG2 = new int[SAMPLE + 1];

  static {
    for (int i = 1; i <= SAMPLE; i++) {
      LOG2[i] = (int) StrictMath.round(1024 * StrictMath.log(i) / StrictMath.log(2));
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

  /**
   * About how many bytes the better layout takes in the end.
   *
   * @param frequency room for 256 counts
   */
  static long cost(
      long[] values, int count, long min, int width, boolean squeezed, int[] frequency) {
    long packed = 3L + packedBytes(count, width);
    return squeezed
        ? Math.min(packed, planesCost(values, count, min, width, packed, frequency))
        : packed;
  }

  private static long planesCost(
      long[] values, int count, long min, int width, long enough, int[] frequency) {
    if (count < 2 * Byte.SIZE) {
      return Long.MAX_VALUE;
    }
    int step = Math.max(1, count / SAMPLE);
    int seen = Math.min(SAMPLE, count / step);
    long cost = 3;
    for (int shift = 0; shift < width && cost < enough; shift += Byte.SIZE) {
      Arrays.fill(frequency, 0);
      for (int i = 0, at = 0; i < seen; i++, at += step) {
        frequency[(int) ((values[at] - min) >>> shift) & 0xff]++;
      }
      long bits = 0;
      int kinds = 0;
      for (int times : frequency) {
        if (times > 0) {
          bits += (long) times * (LOG2[seen] - LOG2[times]);
          kinds++;
        }
      }
      cost += ((bits * count / seen) >>> 13) + kinds / 2 + 1;
    }
    return cost;
  }

  /**
   * Writes numbers in the layout that the estimate prefers.
   *
   * @param frequency room for 256 counts
   */
  static Representation write(
      Output out,
      long[] values,
      int count,
      long min,
      int width,
      boolean squeezed,
      int[] frequency) {
    out.zigzag(min);
    long packed = 3L + packedBytes(count, width);
    if (squeezed && planesCost(values, count, min, width, packed, frequency) < packed) {
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
    int quick = bytes.length - Long.BYTES;
    long bit = 0;
    for (int i = 0; i < count; i++, bit += width) {
      int from = start + (int) (bit >>> 3);
      long held = from <= quick ? (long) LONG.get(bytes, from) : last(bytes, from);
      to[at + i] = min + ((held >>> (bit & 7)) & mask);
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
    int from = start;
    for (int i = 0; i < count; i++) {
      to[at + i] = bytes[from++] & 0xff;
    }
    for (int shift = Byte.SIZE; shift < planes * Byte.SIZE; shift += Byte.SIZE) {
      for (int i = 0; i < count; i++) {
        to[at + i] |= (bytes[from++] & 0xffL) << shift;
      }
    }
    for (int i = 0; i < count; i++) {
      to[at + i] += min;
    }
  }
}
