// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import io.millrace.model.Fields;
import io.millrace.skip.TypeRanges.DoubleRange;
import io.millrace.skip.TypeRanges.LongRange;
import org.jspecify.annotations.Nullable;

/** Gathers what an entry says of one field. Not thread-safe; may be used again. */
final class FieldGather {
  /** Counts, types, lengths and the ranges of all that is no text. */
  private static final int NUMBERS_BYTES_MAX = 100;

  private final String name;
  private final @Nullable DistinctHashes distinct;
  private final PrefixBounds texts;
  private final int textBytes;
  private int place;
  private int present;
  private int textCount;
  private int longCount;
  private long longMin;
  private long longMax;
  private int doubleCount;
  private double doubleMin;
  private double doubleMax;
  private boolean anyTrue;
  private boolean anyFalse;
  private int timeCount;
  private long timeMin;
  private long timeMax;

  /**
   * @param filtered whether its values go into a filter
   */
  FieldGather(String name, boolean filtered, int prefixBytes) {
    this.name = name;
    this.distinct = filtered ? new DistinctHashes() : null;
    this.texts = new PrefixBounds(prefixBytes);
    this.textBytes = filtered ? Integer.MAX_VALUE : prefixBytes + 1;
  }

  String name() {
    return name;
  }

  /** Where it stands among the others. */
  int place() {
    return place;
  }

  void placeAt(int index) {
    place = index;
  }

  /** How many results have it. */
  int present() {
    return present;
  }

  /** What a filter is to hold; null if there is to be none. */
  @Nullable DistinctHashes distinct() {
    return distinct;
  }

  void clear() {
    present = 0;
    textCount = 0;
    longCount = 0;
    doubleCount = 0;
    anyTrue = false;
    anyFalse = false;
    timeCount = 0;
    texts.clear();
    if (distinct != null) {
      distinct.clear();
    }
  }

  /** Takes the value at a place. */
  void add(Fields fields, int i, ByteScratch scratch) {
    present++;
    switch (fields.type(i)) {
      case TEXT -> addText(fields.text(i), scratch);
      case LONG -> addLong(fields.longValue(i));
      case DOUBLE -> addDouble(fields.doubleValue(i) + 0.0);
      case BOOLEAN -> {
        boolean truth = fields.booleanValue(i);
        anyTrue |= truth;
        anyFalse |= !truth;
      }
      case TIME -> addTime(fields.timeMs(i));
    }
  }

  private void addText(String text, ByteScratch scratch) {
    scratch.set(text, textBytes);
    texts.add(scratch.array(), scratch.length());
    textCount++;
    if (distinct != null) {
      distinct.add(Hashes.bytes(scratch.array(), scratch.length()));
    }
  }

  private void addLong(long value) {
    longMin = longCount == 0 ? value : Math.min(longMin, value);
    longMax = longCount == 0 ? value : Math.max(longMax, value);
    longCount++;
    if (distinct != null) {
      distinct.add(Hashes.number((double) value));
    }
  }

  private void addDouble(double value) {
    doubleMin = doubleCount == 0 ? value : Math.min(doubleMin, value);
    doubleMax = doubleCount == 0 ? value : Math.max(doubleMax, value);
    doubleCount++;
    if (distinct != null) {
      distinct.add(Hashes.number(value));
    }
  }

  private void addTime(long valueMs) {
    timeMin = timeCount == 0 ? valueMs : Math.min(timeMin, valueMs);
    timeMax = timeCount == 0 ? valueMs : Math.max(timeMax, valueMs);
    timeCount++;
    if (distinct != null) {
      distinct.add(Hashes.timeMs(valueMs));
    }
  }

  /** Most bytes that its ranges may take in an entry, with its name. */
  int bytesMax() {
    return 3 * name.length() + (textCount == 0 ? 0 : texts.bytes()) + NUMBERS_BYTES_MAX;
  }

  /** What was gathered, of a field that a result has. */
  FieldSkip skip(@Nullable Filter filter) {
    var ranges =
        new TypeRanges(
            textCount == 0 ? null : texts.range(),
            longCount == 0 ? null : new LongRange(longMin, longMax),
            doubleCount == 0 ? null : new DoubleRange(doubleMin, doubleMax),
            anyTrue || anyFalse ? new LongRange(anyFalse ? 0 : 1, anyTrue ? 1 : 0) : null,
            timeCount == 0 ? null : new LongRange(timeMin, timeMax));
    return new FieldSkip(present, ranges, filter);
  }
}
