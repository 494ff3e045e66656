// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

/**
 * Lays out doubles: as whole numbers over a power of ten where all of them are that to the bit,
 * otherwise by their bits. After Afroozeh et al., "ALP: Adaptive Lossless floating-Point
 * Compression", SIGMOD 2023, in its simplest form. Not thread-safe.
 */
final class DecimalWriter {
  /** Powers of ten that a double holds exactly and people write numbers with. */
  static final int EXPONENT_MAX = 15;

  /** Whole numbers beyond this are not all doubles. */
  private static final double WHOLE_MAX = 1L << 53;

  private static final double[] POWERS = new double[EXPONENT_MAX + 1];

  static {
    double power = 1;
    for (int i = 0; i <= EXPONENT_MAX; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private final NumbersWriter numbers;
  private long[] whole = new long[0];

  DecimalWriter(NumbersWriter numbers) {
    this.numbers = numbers;
  }

  Representation write(Output out, long[] bits, int count, boolean squeezed) {
    whole = Bits.ofLength(whole, count);
    int exponent = exponent(bits, count);
    if (exponent > EXPONENT_MAX) {
      return numbers.write(out, bits, count, squeezed);
    }
    out.u8(exponent);
    numbers.writeNamed(out, whole, count, squeezed);
    return Representation.DECIMAL;
  }

  /** The least exponent at which all are whole numbers, which are in {@link #whole} then. */
  private int exponent(long[] bits, int count) {
    int exponent = 0;
    for (int i = 0; i < count && exponent <= EXPONENT_MAX; i++) {
      while (exponent <= EXPONENT_MAX && !isWhole(bits[i], exponent)) {
        exponent++;
      }
    }
    for (int i = 0; i < count && exponent <= EXPONENT_MAX; i++) {
      if (!isWhole(bits[i], exponent)) {
        return EXPONENT_MAX + 1;
      }
      whole[i] = (long) StrictMath.rint(Double.longBitsToDouble(bits[i]) * POWERS[exponent]);
    }
    return exponent;
  }

  private static boolean isWhole(long bits, int exponent) {
    double scaled = StrictMath.rint(Double.longBitsToDouble(bits) * POWERS[exponent]);
    return Math.abs(scaled) <= WHOLE_MAX
        && Double.doubleToRawLongBits(value((long) scaled, exponent)) == bits;
  }

  /** The double that a whole number over a power of ten is. */
  static double value(long whole, int exponent) {
    return whole / POWERS[exponent];
  }
}
