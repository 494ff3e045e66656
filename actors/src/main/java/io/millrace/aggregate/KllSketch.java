// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Keeps a sample of numbers from which quantiles can be told, about 3 {@link #K} of them however
 * many there were. After Karnin, Lang, Liberty, "Optimal Quantile Approximation in Streams", FOCS
 * 2016, with the lazy compaction of Ivkin et al., "Streaming Quantiles Algorithms with Small Space
 * and Update Time", 2019.
 *
 * <p>An item of level h stands for 2^h numbers. When the sketch is full, the lowest level that is
 * over its capacity is sorted, every second item moves one level up, and the others go. Which half
 * goes is a fair coin in the papers; here the coin is a hash of the level and of how many numbers
 * there were, so that the same numbers in the same order give the same sketch on every machine and
 * in every replay. That is why this is not the sketch of Apache DataSketches, whose coin is a
 * generator without a seed.
 *
 * <p>Layout: how many numbers as a varint; if any, lowest and highest, how many levels, and for
 * each level from 0 its number of items and the items. Numbers are 8 bytes, lowest byte first,
 * counts are varints. Level 0 is in the order of arrival, the others ascend.
 */
final class KllSketch {
  /** Capacity of the highest level. */
  static final int K = 200;

  private static final int LEVEL_CAPACITY_MIN = 8;
  private static final int LEVELS_MAX = 60;
  private static final double SHRINK = 2.0 / 3.0;

  private double[][] levels = {new double[LEVEL_CAPACITY_MIN]};
  private int[] sizes = {0};
  private int size;
  private int capacity = K;
  private long count;
  private double lowest;
  private double highest;

  /** How many numbers it keeps. */
  int size() {
    return size;
  }

  long count() {
    return count;
  }

  void update(double value) {
    if (size == capacity) {
      compact();
    }
    widen(value, value);
    push(0, value);
    count++;
  }

  private void widen(double low, double high) {
    lowest = count == 0 ? low : Math.min(lowest, low);
    highest = count == 0 ? high : Math.max(highest, high);
  }

  private void push(int level, double value) {
    if (sizes[level] == levels[level].length) {
      levels[level] = Arrays.copyOf(levels[level], 2 * sizes[level]);
    }
    levels[level][sizes[level]++] = value;
    size++;
  }

  /** Capacity of a level: the highest has K, each below it two thirds of the next. */
  private int capacityOf(int level) {
    double share = Math.pow(SHRINK, levels.length - 1 - level);
    return Math.max(LEVEL_CAPACITY_MIN, (int) Math.ceil(K * share));
  }

  private void grow(int newLevels) {
    int before = levels.length;
    levels = Arrays.copyOf(levels, newLevels);
    sizes = Arrays.copyOf(sizes, newLevels);
    for (int h = before; h < newLevels; h++) {
      levels[h] = new double[LEVEL_CAPACITY_MIN];
    }
    capacity = 0;
    for (int h = 0; h < newLevels; h++) {
      capacity += capacityOf(h);
    }
  }

  /** Halves the lowest level that is full; there is one, since all together are. */
  private void compact() {
    int level = 0;
    while (sizes[level] < capacityOf(level)) {
      level++;
    }
    if (level == levels.length - 1) {
      grow(levels.length + 1);
    }
    double[] items = levels[level];
    int before = sizes[level];
    Arrays.sort(items, 0, before);
    int odd = before & 1; // one stays where it is, so that the weights add up
    int moved = 0;
    var up = new double[before / 2];
    for (int i = odd + coin(level); i < before; i += 2) {
      up[moved++] = items[i];
    }
    mergeInto(level + 1, up);
    size += odd - before;
    sizes[level] = odd;
  }

  private int coin(int level) {
    long z = count * 0x9e3779b97f4a7c15L + level * 0xd1b54a32d192ed03L; // SplitMix64
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return (int) ((z ^ (z >>> 31)) >>> 63);
  }

  /** Adds ascending items to a level above 0, which ascends. */
  private void mergeInto(int level, double[] items) {
    double[] old = levels[level];
    int oldSize = sizes[level];
    var all = new double[Math.max(LEVEL_CAPACITY_MIN, oldSize + items.length)];
    int i = 0;
    int j = 0;
    int k = 0;
    while (i < oldSize || j < items.length) {
      boolean takeOld = j == items.length || (i < oldSize && old[i] <= items[j]);
      all[k++] = takeOld ? old[i++] : items[j++];
    }
    levels[level] = all;
    sizes[level] = k;
    size += items.length;
  }

  /** Takes in all that another sketch has seen, which then is not to be used any more. */
  void merge(KllSketch other) {
    if (other.count == 0) {
      return;
    }
    if (other.levels.length > levels.length) {
      grow(other.levels.length);
    }
    widen(other.lowest, other.highest);
    count = Math.addExact(count, other.count);
    for (int i = 0; i < other.sizes[0]; i++) {
      push(0, other.levels[0][i]);
    }
    for (int h = 1; h < other.levels.length; h++) {
      mergeInto(h, Arrays.copyOf(other.levels[h], other.sizes[h]));
    }
    while (size > capacity) {
      compact();
    }
  }

  /**
   * Numbers at these ranks; each is one that was seen.
   *
   * @param ranks 0 to 1, ascending; 0 gives the lowest, 1 the highest
   */
  double[] quantiles(double[] ranks) {
    long[][] weighted = sorted();
    var result = new double[ranks.length];
    int at = 0;
    long below = weighted[0][1];
    for (int i = 0; i < ranks.length; i++) {
      double wanted = Math.max(1, Math.ceil(ranks[i] * count));
      while (below < wanted && at < weighted.length - 1) {
        below += weighted[++at][1];
      }
      result[i] =
          ranks[i] == 0
              ? lowest
              : ranks[i] == 1 ? highest : Double.longBitsToDouble(weighted[at][0]);
    }
    return result;
  }

  /** Bits and weight of each item, ascending by value. */
  private long[][] sorted() {
    var items = new long[size][];
    int n = 0;
    for (int h = 0; h < levels.length; h++) {
      for (int i = 0; i < sizes[h]; i++) {
        items[n++] = new long[] {Double.doubleToRawLongBits(levels[h][i]), 1L << h};
      }
    }
    Arrays.sort(
        items,
        (a, b) -> Double.compare(Double.longBitsToDouble(a[0]), Double.longBitsToDouble(b[0])));
    return items;
  }

  void writeTo(CodedOutputStream out) throws IOException {
    out.writeUInt64NoTag(count);
    if (count == 0) {
      return;
    }
    out.writeDoubleNoTag(lowest);
    out.writeDoubleNoTag(highest);
    out.writeUInt32NoTag(levels.length);
    for (int h = 0; h < levels.length; h++) {
      out.writeUInt32NoTag(sizes[h]);
      for (int i = 0; i < sizes[h]; i++) {
        out.writeDoubleNoTag(levels[h][i]);
      }
    }
  }

  static KllSketch read(CodedInputStream in, String aggregate) throws IOException {
    var sketch = new KllSketch();
    long count = in.readUInt64();
    Layouts.check(count >= 0, aggregate, "count", count);
    if (count == 0) {
      return sketch;
    }
    sketch.lowest = in.readDouble();
    sketch.highest = in.readDouble();
    int height = in.readUInt32();
    Layouts.check(height >= 1 && height <= LEVELS_MAX, aggregate, "levels", height);
    sketch.grow(height);
    long stoodFor = 0;
    for (int h = 0; h < height; h++) {
      int items = in.readUInt32();
      boolean fits = items >= 0 && items <= sketch.capacity - sketch.size;
      Layouts.check(fits, aggregate, "items", items);
      sketch.levels[h] = new double[Math.max(LEVEL_CAPACITY_MIN, items)];
      for (int i = 0; i < items; i++) {
        sketch.push(h, in.readDouble());
      }
      stoodFor += (long) items << h;
    }
    Layouts.check(stoodFor == count, aggregate, "count", count);
    sketch.count = count;
    return sketch;
  }
}
