// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lays out strings that share few shapes, such as lines of JSON or of a log, as those shapes and
 * what differs: each place that differs is a column of its own, of numbers where it can be. After
 * Rodrigues et al., "CLP: Efficient and Scalable Search on Compressed Text Logs", OSDI 2021, with
 * shapes found by what stands between the tokens. Not thread-safe.
 */
final class TemplateWriter {
  /** Shapes in one column, at most. */
  static final int SHAPES_MAX = 63;

  /** Places that differ in one shape, at most. */
  static final int SLOTS_MAX = 255;

  /** Fewer strings than this are not looked at. */
  private static final int FEW = 16;

  /** Strings of a shape, at least; rarer ones stay as they are. */
  private static final int SHAPE_STRINGS_MIN = 8;

  private static final int SAMPLE = 32;
  private static final int TABLE = 256;
  private static final int STAGED_MAX = Integer.MAX_VALUE / 2;

  private final NumbersWriter numbers;
  private final Output staged = new Output(0, STAGED_MAX);
  private final StringsWriter texts;
  private final Tokens tokens = new Tokens();
  private final Tokens inner = new Tokens();
  private final long[] shapes = new long[TABLE];
  private final int[] shapeIds = new int[TABLE];
  private final int[] members = new int[TABLE];
  private final int[] first = new int[SHAPES_MAX + 1];
  private final List<Slot> slots = new ArrayList<>();
  private int[] at = new int[0];
  private long[] ids = new long[0];
  private long[] work = new long[0];
  private byte[] bytes = new byte[0];
  private int slotsUsed;

  /** Bytes of texts that found no better form than plain. */
  private long left;

  /** A writer whose texts are written by another one, which writes no shapes. */
  TemplateWriter(NumbersWriter numbers) {
    this.numbers = numbers;
    this.texts = new StringsWriter(new Output(0, STAGED_MAX), numbers, false);
  }

  /**
   * Writes strings, unless a sample of them shows too little that is the same.
   *
   * @param starts where each string starts, and the last one ends
   * @return whether they were written; if not, what the output has now is not wanted
   */
  boolean write(Output out, byte[] from, int[] starts, int count, boolean squeezed) {
    if (count < FEW || !isPromising(from, starts, count)) {
      return false;
    }
    bytes = from;
    left = 0;
    int known = split(starts, count);
    if (known == 0) {
      return false;
    }
    out.varint(known);
    numbers.writeNamed(out, ids, count, squeezed);
    others(out, starts, count, squeezed);
    for (int shape = 1; shape <= known; shape++) {
      shape(out, starts, count, shape, squeezed);
    }
    return 3L * left <= starts[count] - starts[0];
  }

  /** Whether most of a sample has a shape that comes again, and is not words that differ. */
  private boolean isPromising(byte[] from, int[] starts, int count) {
    tokens.clear();
    Arrays.fill(members, -1);
    int seen = Math.min(SAMPLE, count);
    int step = count / seen;
    int again = 0;
    int length = 0;
    int differing = 0;
    for (int i = 0; i < seen; i++) {
      int s = i * step;
      int start = tokens.size();
      long shape = tokens.add(from, starts[s], starts[s + 1], true);
      int bucket = (int) (shape >>> 56);
      int before = members[bucket];
      if (shape == Tokens.NO_SHAPE) {
        continue;
      }
      members[bucket] = start;
      if (before >= 0) {
        again++;
        length += starts[s + 1] - starts[s];
        differing += differing(from, before, start);
      }
    }
    return 4 * again >= 3 * seen && 2L * differing <= length;
  }

  /** Bytes of the last string's tokens that are neither numbers nor those of the one before. */
  private int differing(byte[] from, int before, int start) {
    int[] spans = tokens.spans();
    int differing = 0;
    for (int t = 0; t < tokens.size() - start; t += 2) {
      int a = spans[start + t];
      int b = spans[start + t + 1];
      int c = spans[before + t];
      int d = Math.max(c, spans[before + t + 1]);
      if (!Arrays.equals(from, a, b, from, c, d)) {
        for (int i = a; i < b; i++) {
          differing += from[i] > '9' ? 1 : 0;
        }
      }
    }
    return differing;
  }

  /** Finds the shapes, and which string has which; how many are worth their while. */
  private int split(int[] starts, int count) {
    tokens.clear();
    at = Bits.ofLength(at, count + 1);
    ids = Bits.ofLength(ids, count);
    Arrays.fill(shapeIds, 0);
    Arrays.fill(members, 0);
    int known = 0;
    for (int i = 0; i < count; i++) {
      at[i] = tokens.size();
      long hash = tokens.add(bytes, starts[i], starts[i + 1], true);
      int id = hash == Tokens.NO_SHAPE ? 0 : idOf(hash, known);
      if (id > known) {
        known = id;
        first[id] = i;
      } else if (id > 0 && !isAlike(starts, first[id], i)) {
        id = 0;
      }
      ids[i] = id;
      members[id]++;
    }
    at[count] = tokens.size();
    return keepFrequent(known, count);
  }

  /** The number of a shape, one more than known for a new one, 0 if there are too many. */
  private int idOf(long hash, int known) {
    int slot = (int) (hash >>> 56);
    while (shapeIds[slot] != 0 && shapes[slot] != hash) {
      slot = (slot + 1) & (TABLE - 1);
    }
    if (shapeIds[slot] == 0) {
      if (known == SHAPES_MAX) {
        return 0;
      }
      shapeIds[slot] = known + 1;
      shapes[slot] = hash;
    }
    return shapeIds[slot];
  }

  /** Whether two strings are the same but for their tokens: a hash alone is no proof. */
  private boolean isAlike(int[] starts, int a, int b) {
    int[] spans = tokens.spans();
    int length = tokens.size() - at[b];
    if (at[a + 1] - at[a] != length) {
      return false;
    }
    int from = starts[a];
    int otherFrom = starts[b];
    for (int i = 0; i <= length; i += 2) {
      int to = i < length ? spans[at[a] + i] : starts[a + 1];
      int otherTo = i < length ? spans[at[b] + i] : starts[b + 1];
      if (to - from != otherTo - otherFrom) {
        return false;
      }
      for (int k = 0; k < to - from; k++) {
        if (bytes[from + k] != bytes[otherFrom + k]) {
          return false;
        }
      }
      if (i < length) {
        from = spans[at[a] + i + 1];
        otherFrom = spans[at[b] + i + 1];
      }
    }
    return true;
  }

  /** Gives the frequent shapes numbers without gaps, and the rare ones none. */
  private int keepFrequent(int known, int count) {
    int kept = 0;
    int strings = 0;
    for (int id = 1; id <= known; id++) {
      boolean frequent = members[id] >= SHAPE_STRINGS_MIN;
      strings += frequent ? members[id] : 0;
      shapeIds[id] = frequent ? ++kept : 0;
      if (frequent) {
        first[kept] = first[id];
      }
    }
    if (4L * strings < 3L * count) {
      return 0;
    }
    for (int i = 0; i < count; i++) {
      ids[i] = ids[i] == 0 ? 0 : shapeIds[(int) ids[i]];
    }
    return kept;
  }

  private void others(Output out, int[] starts, int count, boolean squeezed) {
    staged.clear();
    texts.begin(staged, count);
    for (int i = 0; i < count; i++) {
      if (ids[i] == 0) {
        staged.rawBytes(bytes, starts[i], starts[i + 1] - starts[i]);
        texts.end();
      }
    }
    if (texts.count() > 0) {
      writeTexts(out, squeezed);
    }
  }

  private void shape(Output out, int[] starts, int count, int shape, boolean squeezed) {
    slotsUsed = 0;
    int one = first[shape];
    for (int t = 0; t < at[one + 1] - at[one]; t += 2) {
      Slot slot = slot(count);
      for (int i = 0; i < count; i++) {
        if (ids[i] == shape) {
          slot.add(tokens.spans()[at[i] + t], tokens.spans()[at[i] + t + 1]);
        }
      }
      settle(slot);
    }
    out.varint(slotsUsed);
    int literal = starts[one];
    for (int i = 0; i < slotsUsed; i++) {
      literal(out, literal, slots.get(i).from[0]);
      literal = slots.get(i).to[0];
    }
    literal(out, literal, starts[one + 1]);
    for (int i = 0; i < slotsUsed; i++) {
      write(out, slots.get(i), squeezed);
    }
  }

  private void literal(Output out, int from, int to) {
    out.varint(to - from);
    out.rawBytes(bytes, from, to - from);
  }

  /** Drops a slot in which nothing differs, and splits one whose texts have a shape again. */
  private void settle(Slot slot) {
    if (slot.isConstant(bytes)) {
      slotsUsed--;
      return;
    }
    slot.trim(bytes);
    work = Bits.ofLength(work, slot.count);
    if (slotsUsed >= SLOTS_MAX - Tokens.MOST || slot.numbers(bytes, work) != Slot.TEXT) {
      return;
    }
    int entries = stage(slot);
    if (entries == 0 || entries > slot.count / 4) {
      split(slot);
    }
  }

  /** Splits a slot into those of its tokens, if all its texts have one shape. */
  private void split(Slot slot) {
    inner.clear();
    int count = slot.count;
    long shape = Tokens.NO_SHAPE;
    int length = 0;
    for (int i = 0; i < count; i++) {
      int before = inner.size();
      long own = inner.add(bytes, slot.from[i], slot.to[i], false);
      if (i == 0) {
        shape = own;
        length = inner.size();
      }
      if (own == Tokens.NO_SHAPE || own != shape || inner.size() - before != length) {
        return;
      }
      if (!isAlike(slot, 0, i, length)) {
        return;
      }
    }
    if (length < 4) {
      return;
    }
    // The tokens' bounds are known, so the slot itself may become one of its parts.
    slotsUsed--;
    for (int t = 0; t < length; t += 2) {
      Slot part = slot(count);
      for (int i = 0; i < count; i++) {
        part.add(inner.spans()[i * length + t], inner.spans()[i * length + t + 1]);
      }
      if (part.isConstant(bytes)) {
        slotsUsed--;
      } else {
        part.trim(bytes);
      }
    }
  }

  private boolean isAlike(Slot slot, int a, int b, int length) {
    int[] spans = inner.spans();
    int from = slot.from[a];
    int otherFrom = slot.from[b];
    for (int i = 0; i <= length; i += 2) {
      int to = i < length ? spans[a * length + i] : slot.to[a];
      int otherTo = i < length ? spans[b * length + i] : slot.to[b];
      if (!Arrays.equals(bytes, from, to, bytes, otherFrom, otherTo)) {
        return false;
      }
      if (i < length) {
        from = spans[a * length + i + 1];
        otherFrom = spans[b * length + i + 1];
      }
    }
    return true;
  }

  private Slot slot(int count) {
    if (slotsUsed == slots.size()) {
      slots.add(new Slot());
    }
    Slot slot = slots.get(slotsUsed++);
    slot.clear(count);
    return slot;
  }

  /** Gathers a slot's texts; how many are distinct, 0 if many. */
  private int stage(Slot slot) {
    staged.clear();
    texts.begin(staged, slot.count);
    for (int i = 0; i < slot.count; i++) {
      staged.rawBytes(bytes, slot.from[i], slot.to[i] - slot.from[i]);
      texts.end();
    }
    return texts.distinct();
  }

  private void write(Output out, Slot slot, boolean squeezed) {
    work = Bits.ofLength(work, slot.count);
    int kind = slot.numbers(bytes, work);
    out.u8(kind);
    if (kind == Slot.TEXT) {
      stage(slot);
      writeTexts(out, squeezed);
    } else {
      numbers.writeNamed(out, work, slot.count, squeezed);
    }
  }

  private void writeTexts(Output out, boolean squeezed) {
    int plain = texts.plainLength();
    Representation as = texts.writeNamed(out, squeezed);
    boolean better = as == Representation.DICTIONARY || as == Representation.CONSTANT;
    left += better ? 0 : plain;
  }
}
