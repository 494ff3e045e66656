// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.ArrayList;
import java.util.List;

/** Room to read a block's columns into, kept for the next block unless it is large. Not thread-safe. */
final class ColumnSpace {
  /** Greater arrays are not kept. Unit: bytes. */
  private static final int KEPT_BYTES_MAX = 4 << 20;

  /** More columns' arrays than this are not kept. */
  private static final int KEPT_COLUMNS_MAX = 64;

  private byte[] stored = new byte[0];
  private byte[] raw = new byte[0];
  private final List<Strings> strings = new ArrayList<>();
  private final List<long[]> numbers = new ArrayList<>();
  private int stringsUsed;
  private int numbersUsed;

  /** Room for a body as stored; its content is undefined. */
  byte[] stored(int length) {
    stored = ofLength(stored, length);
    return stored;
  }

  /** Room for a body before compression; its content is undefined. */
  byte[] raw(int length) {
    raw = ofLength(raw, length);
    return raw;
  }

  private static byte[] ofLength(byte[] array, int length) {
    return array.length >= length ? array : new byte[length];
  }

  /** Room for strings, nobody else's until {@link #clear}. */
  Strings strings() {
    if (stringsUsed == strings.size()) {
      strings.add(new Strings());
    }
    return strings.get(stringsUsed++);
  }

  /** Room for so many numbers, nobody else's until {@link #clear}. */
  long[] numbers(int count) {
    if (numbersUsed == numbers.size()) {
      numbers.add(new long[count]);
    }
    long[] room = Bits.ofLength(numbers.get(numbersUsed), count);
    numbers.set(numbersUsed++, room);
    return room;
  }

  /** Takes all room back, and lets go of what is too large to keep. */
  void clear() {
    trim(strings);
    trim(numbers);
    strings.forEach(Strings::clear);
    numbers.removeIf(room -> room.length > KEPT_BYTES_MAX / Long.BYTES);
    stored = stored.length > KEPT_BYTES_MAX ? new byte[0] : stored;
    raw = raw.length > KEPT_BYTES_MAX ? new byte[0] : raw;
    stringsUsed = 0;
    numbersUsed = 0;
  }

  private static void trim(List<?> rooms) {
    if (rooms.size() > KEPT_COLUMNS_MAX) {
      rooms.subList(KEPT_COLUMNS_MAX, rooms.size()).clear();
    }
  }
}
