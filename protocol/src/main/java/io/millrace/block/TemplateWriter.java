// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

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

  private static final int STAGED_MAX = Integer.MAX_VALUE / 2;

  /** What more strings than this had is not kept. */
  private static final int KEPT_MAX = 1 << 14;

  private final NumbersWriter numbers;
  private final Output staged = new Output(0, STAGED_MAX);
  private final StringsWriter texts;
  private final ShapeFinder finder;
  private final int[] numberOf = new int[SHAPES_MAX];
  private long[] ids = new long[0];
  private byte[] bytes = new byte[0];

  /** Bytes of texts that found no better form than plain. */
  private long left;

  /** A writer whose texts are written by another one, which writes no shapes. */
  TemplateWriter(NumbersWriter numbers, WordsWriter words) {
    this.numbers = numbers;
    this.finder = new ShapeFinder(words);
    this.texts = new StringsWriter(new Output(0, STAGED_MAX), numbers, words, false);
  }

  /**
   * Writes strings, unless a sample of them shows too little that is the same.
   *
   * @param from has {@link Shape#SLACK} more bytes behind the last string
   * @param starts where each string starts, and the last one ends
   * @return whether they were written; if not, what the output has now is not wanted
   */
  boolean write(Output out, byte[] from, int[] starts, int count, boolean squeezed) {
    int found = count < FEW ? 0 : finder.find(from, starts, count, SHAPES_MAX);
    if (found == 0) {
      return false;
    }
    bytes = from;
    left = 0;
    boolean written = 4 * match(starts, count, found) >= 3 * count;
    if (written) {
      shapes(out, starts, count, found, squeezed);
      written = 2L * left <= starts[count] - starts[0];
    }
    for (int i = 0; i < found; i++) {
      finder.shape(i).trim(KEPT_MAX);
    }
    return written;
  }

  private void shapes(Output out, int[] starts, int count, int found, boolean squeezed) {
    int known = 0;
    for (int i = 0; i < found; i++) {
      numberOf[i] = finder.shape(i).members > 0 ? ++known : 0;
    }
    for (int i = 0; i < count; i++) {
      ids[i] = ids[i] == 0 ? 0 : numberOf[(int) ids[i] - 1];
    }
    out.varint(known);
    numbers.writeNamed(out, ids, count, squeezed);
    others(out, starts, count, squeezed);
    for (int i = 0; i < found; i++) {
      if (numberOf[i] > 0) {
        shape(out, starts, finder.shape(i), squeezed);
      }
    }
  }

  /** Finds each string's shape, from 1, and what it has in its slots; how many have one. */
  private int match(int[] starts, int count, int found) {
    ids = Bits.ofLength(ids, count);
    int last = 0;
    int matched = 0;
    for (int i = 0; i < count; i++) {
      ids[i] = 0;
      for (int tried = 0; tried < found; tried++) {
        if (finder.shape(last).match(bytes, starts[i], starts[i + 1], i)) {
          matched++;
          ids[i] = last + 1L;
          break;
        }
        last = last + 1 == found ? 0 : last + 1;
      }
    }
    return matched;
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

  private void shape(Output out, int[] starts, Shape shape, boolean squeezed) {
    int many = shape.slots();
    for (int s = 0; s < many; s++) {
      shape.found(s).settle(bytes, shape.members);
    }
    out.varint(many);
    int literal = starts[shape.first];
    for (int s = 0; s < many; s++) {
      literal(out, literal, shape.found(s).from(0));
      literal = shape.found(s).to(0);
    }
    literal(out, literal, starts[shape.first + 1]);
    for (int s = 0; s < many; s++) {
      write(out, shape.found(s), squeezed);
    }
  }

  private void literal(Output out, int from, int to) {
    out.varint(to - from);
    out.rawBytes(bytes, from, to - from);
  }

  private void write(Output out, Slot slot, boolean squeezed) {
    out.u8(slot.kind());
    if (slot.kind() != Slot.TEXT) {
      numbers.writeNamed(out, slot.values(), slot.count(), squeezed);
      return;
    }
    staged.clear();
    texts.begin(staged, slot.count());
    for (int i = 0; i < slot.count(); i++) {
      staged.rawBytes(bytes, slot.from(i), slot.to(i) - slot.from(i));
      texts.end();
    }
    writeTexts(out, squeezed);
  }

  private void writeTexts(Output out, boolean squeezed) {
    int plain = texts.plainLength();
    Representation as = texts.writeNamed(out, squeezed);
    boolean better =
        as == Representation.DICTIONARY
            || as == Representation.CONSTANT
            || as == Representation.WORDS;
    left += better ? 0 : plain;
  }
}
