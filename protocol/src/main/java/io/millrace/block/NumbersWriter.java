// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays out whole numbers in the representation that an estimate says is the smallest, as {@code
 * docs/block-format.md} tells them. The estimate is of integers only, so that equal numbers have
 * equal bytes everywhere. Keeps its arrays for the next numbers. Not thread-safe.
 */
final class NumbersWriter {
  /** Representations within representations, at most; a reader refuses more. */
  static final int DEPTH_MAX = 3;

  /** Distinct numbers in a dictionary, at most. */
  private static final int DISTINCT_MAX = 256;

  private static final int FEW = 8;
  private static final int TABLE = 1024;

  private final @Nullable NumbersWriter inner;
  private long[] work = new long[0];
  private long[] lengths = new long[0];
  private final long[] distinct = new long[DISTINCT_MAX];
  private final int[] table = new int[TABLE];
  private final int[] frequency = new int[256];
  private final long[] sample = new long[Bits.SAMPLE];

  private long min;
  private long max;
  private long deltaMin;
  private long deltaMax;
  private int runs;

  NumbersWriter() {
    this(0);
  }

  private NumbersWriter(int depth) {
    this.inner = depth + 1 < DEPTH_MAX ? new NumbersWriter(depth + 1) : null;
  }

  /** Writes a representation's code, then the numbers in it. */
  void writeNamed(Output out, long[] values, int count, boolean squeezed) {
    int at = out.length();
    out.u8(0);
    out.patchU8(at, write(out, values, count, squeezed).code());
  }

  /**
   * Writes numbers.
   *
   * @param squeezed whether a codec follows that makes frequent bytes shorter
   * @return how they were laid out
   */
  Representation write(Output out, long[] values, int count, boolean squeezed) {
    if (count == 0) {
      return Representation.EMPTY;
    }
    scan(values, count);
    if (min == max) {
      out.zigzag(min);
      return Representation.CONSTANT;
    }
    int width = Bits.widthOf(max - min);
    if (inner != null && count >= FEW && runs <= count / 16) {
      return runs(out, values, count, squeezed);
    }
    long packed = Bits.packedCost(count, width);
    long best = packed;
    if (squeezed) {
      sample(values, count);
      best = Math.min(packed, Bits.planesCost(sample, count, min, width, packed, frequency));
    }
    if (inner != null && count >= FEW) {
      long worthwhile = best - best / 8;
      int deltaWidth = Bits.widthOf(deltaMax - deltaMin);
      if ((deltaWidth < width || (squeezed && width > Byte.SIZE))
          && deltaCost(values, count, deltaWidth, squeezed) + 2 < worthwhile) {
        return delta(out, values, count, squeezed);
      }
      // Where one plane holds the numbers, the codec makes of it what it would make of places.
      if (squeezed ? width > Byte.SIZE : width > 2) {
        int entries = distinct(values, count);
        if (entries > 0 && dictionaryCost(entries, width, count, squeezed) < worthwhile) {
          out.varint(entries);
          inner.writeNamed(out, distinct, entries, squeezed);
          inner.writeNamed(out, work, count, squeezed);
          return Representation.DICTIONARY;
        }
      }
    }
    return Bits.write(out, values, count, min, width, best < packed);
  }

  private void sample(long[] values, int count) {
    int step = Bits.step(count);
    int seen = Bits.sampled(count);
    for (int i = 0, at = 0; i < seen; i++, at += step) {
      sample[i] = values[at];
    }
  }

  private long deltaCost(long[] values, int count, int width, boolean squeezed) {
    int deltas = count - 1;
    long packed = Bits.packedCost(deltas, width);
    if (!squeezed) {
      return packed;
    }
    int step = Bits.step(deltas);
    int seen = Bits.sampled(deltas);
    for (int i = 0, at = 0; i < seen; i++, at += step) {
      sample[i] = values[at + 1] - values[at];
    }
    return Math.min(packed, Bits.planesCost(sample, deltas, deltaMin, width, packed, frequency));
  }

  private Representation delta(Output out, long[] values, int count, boolean squeezed) {
    work = Bits.ofLength(work, count);
    for (int i = 1; i < count; i++) {
      work[i - 1] = values[i] - values[i - 1];
    }
    out.zigzag(values[0]);
    Objects.requireNonNull(inner).writeNamed(out, work, count - 1, squeezed);
    return Representation.DELTA;
  }

  private long dictionaryCost(int entries, int width, int count, boolean squeezed) {
    int indexWidth = Bits.widthOf(entries - 1L);
    long cost = Bits.packedCost(count, indexWidth);
    if (squeezed) {
      sample(work, count);
      cost = Math.min(cost, Bits.planesCost(sample, count, 0, indexWidth, cost, frequency));
    }
    return 4 + (long) entries * width / 8 + cost;
  }

  private void scan(long[] values, int count) {
    long previous = values[0];
    min = previous;
    max = previous;
    deltaMin = Long.MAX_VALUE;
    deltaMax = Long.MIN_VALUE;
    runs = 1;
    for (int i = 1; i < count; i++) {
      long value = values[i];
      long delta = value - previous;
      min = Math.min(min, value);
      max = Math.max(max, value);
      deltaMin = Math.min(deltaMin, delta);
      deltaMax = Math.max(deltaMax, delta);
      runs += delta == 0 ? 0 : 1;
      previous = value;
    }
  }

  private Representation runs(Output out, long[] values, int count, boolean squeezed) {
    NumbersWriter nested = Objects.requireNonNull(inner);
    work = Bits.ofLength(work, runs);
    lengths = Bits.ofLength(lengths, runs);
    int run = 0;
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || values[i] != values[start]) {
        work[run] = values[start];
        lengths[run] = (long) i - start;
        run++;
        start = i;
      }
    }
    out.varint(run);
    nested.writeNamed(out, lengths, run, squeezed);
    nested.writeNamed(out, work, run, squeezed);
    return Representation.RUNS;
  }

  /** Fills {@link #distinct} and, with indexes into it, {@link #work}; 0 if there are too many. */
  private int distinct(long[] values, int count) {
    int most = Math.min(DISTINCT_MAX, count / 4);
    work = Bits.ofLength(work, count);
    Arrays.fill(table, 0);
    int entries = 0;
    for (int i = 0; i < count; i++) {
      long value = values[i];
      int slot = (int) ((value * 0x9e3779b97f4a7c15L) >>> 54);
      int entry = table[slot];
      while (entry != 0 && distinct[entry - 1] != value) {
        slot = (slot + 1) & (TABLE - 1);
        entry = table[slot];
      }
      if (entry == 0) {
        if (entries == most) {
          return 0;
        }
        distinct[entries++] = value;
        table[slot] = entries;
        entry = entries;
      }
      work[i] = entry - 1L;
    }
    return entries;
  }
}
