// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.common.base.Utf8;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.codec.internal.Pool;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Byte strings as a column held them: reads what {@link StringsWriter} writes, and trusts none of
 * it. Takes memory by the bytes read and the strings' declared length, which the caller has checked
 * against a limit. Keeps its arrays for the next column. Not thread-safe.
 */
final class Strings {
  private static final int OWN_KEPT_MAX = 1 << 20;
  private static final Pool<TemplateReader> TEMPLATES =
      new Pool<>(TemplateReader::new, reader -> {});
  private static final Pool<WordsReader> WORDS = new Pool<>(WordsReader::new, reader -> {});

  private byte[] data = new byte[0];
  private byte[] own = new byte[0];
  private int[] starts = new int[0];
  private int[] index = new int[0];
  private long[] work = new long[0];
  private int count;
  private int entries;
  private boolean constant;
  private boolean indexed;
  private @Nullable ByteString[] objects = new ByteString[0];
  private @Nullable String[] texts = new String[0];

  /**
   * Reads strings.
   *
   * @param in stands at their start, and ends with them
   * @param many how many there are, 0 up
   * @param plainLength bytes of all of them
   */
  void read(Input in, Representation as, int many, int plainLength) {
    count = many;
    constant = false;
    indexed = false;
    if ((many == 0) != (as == Representation.EMPTY)) {
      throw in.refusal("strings", "empty if and only if there are none", as.label());
    }
    switch (as) {
      case EMPTY -> empty(in, plainLength);
      case PLAIN -> plain(in, many, plainLength);
      case CONSTANT -> constant(in, many, plainLength);
      case DICTIONARY -> dictionary(in, many, plainLength);
      case FRONT -> front(in, many, plainLength);
      case TEMPLATE -> template(in, many, plainLength);
      case WORDS -> words(in, many, plainLength);
      default -> throw in.refusal("strings", "a representation of strings", as.label());
    }
    if (constant || indexed) {
      objects = new ByteString[entries];
      texts = new String[entries];
    }
  }

  /**
   * Reads a representation's code and the strings' length, then strings; no templates, which are
   * not within each other.
   */
  void readNamed(Input in, int many, int plainLengthMax) {
    Representation as = Numbers.representation(in, "strings");
    if (as == Representation.TEMPLATE) {
      throw in.refusal("strings", "no template within", as.label());
    }
    long length = in.varint("strings length");
    if (length < 0 || length > plainLengthMax) {
      throw in.refusal("strings length", "0 to " + plainLengthMax, Long.toUnsignedString(length));
    }
    read(in, as, many, (int) length);
  }

  private void empty(Input in, int plainLength) {
    if (plainLength != 0) {
      throw in.refusal("plain length", 0, plainLength);
    }
    entries = 0;
  }

  private void plain(Input in, int many, int length) {
    int at = in.take("strings", length);
    data = in.array();
    entries = many;
    starts(in, at, many, length);
  }

  /** Reads lengths, from which the starts follow. */
  private void starts(Input in, int from, int many, int length) {
    lengths(in, many);
    starts = Bits.ofLength(starts, many + 1);
    long left = length;
    int at = from;
    for (int i = 0; i < many; i++) {
      starts[i] = at;
      long size = work[i];
      if (size < 0 || size > left) {
        throw in.refusal("string length", "0 to " + left, size);
      }
      left -= size;
      at += (int) size;
    }
    starts[many] = at;
    if (left != 0) {
      throw in.refusal("sum of string lengths", length, length - left);
    }
  }

  private void lengths(Input in, int many) {
    work = Bits.ofLength(work, many);
    Numbers.readNamed(in, many, work, 0, 0);
  }

  private void constant(Input in, int many, int plainLength) {
    if (plainLength % many != 0) {
      throw in.refusal("plain length", "a multiple of " + many, plainLength);
    }
    int length = plainLength / many;
    int at = in.take("string", length);
    data = in.array();
    starts = Bits.ofLength(starts, 2);
    starts[0] = at;
    starts[1] = at + length;
    entries = 1;
    constant = true;
  }

  private void dictionary(Input in, int many, int plainLength) {
    entries = Numbers.bounded(in, "distinct strings", many);
    int length = in.length("distinct strings length");
    int at = in.take("distinct strings", length);
    data = in.array();
    starts(in, at, entries, length);
    lengths(in, many);
    index = Bits.ofLength(index, many);
    long sum = 0;
    for (int i = 0; i < many; i++) {
      long entry = work[i];
      if (entry < 0 || entry >= entries) {
        throw in.refusal("string's place", "0 to " + (entries - 1), entry);
      }
      index[i] = (int) entry;
      sum += starts[index[i] + 1] - starts[index[i]];
    }
    if (sum != plainLength) {
      throw in.refusal("plain length", plainLength, sum);
    }
    indexed = true;
  }

  private void front(Input in, int many, int plainLength) {
    int length = in.length("suffixes length");
    int suffix = in.take("suffixes", length);
    byte[] suffixes = in.array();
    lengths(in, many);
    long[] shared = work;
    work = new long[many];
    lengths(in, many);
    entries = many;
    starts = Bits.ofLength(starts, many + 1);
    own = own.length >= plainLength ? own : new byte[plainLength];
    data = own;
    starts[0] = 0;
    int at = 0;
    int before = 0;
    int left = length;
    for (int i = 0; i < many; i++) {
      if (shared[i] < 0 || shared[i] > at - before) {
        throw in.refusal("shared bytes", "0 to " + (at - before), shared[i]);
      }
      int same = (int) shared[i];
      if (work[i] < 0 || work[i] > left || same + work[i] > plainLength - at) {
        throw in.refusal("suffix length", "0 to " + Math.min(left, plainLength - at), work[i]);
      }
      int more = (int) work[i];
      System.arraycopy(own, before, own, at, same);
      System.arraycopy(suffixes, suffix + length - left, own, at + same, more);
      before = at;
      at += same + more;
      left -= more;
      starts[i + 1] = at;
    }
    if (at != plainLength || left != 0) {
      throw in.refusal("plain length", plainLength, at + " with " + left + " suffix bytes left");
    }
  }

  private void words(Input in, int many, int plainLength) {
    WordsReader reader = WORDS.take();
    own = own.length >= plainLength ? own : new byte[plainLength];
    data = own;
    entries = many;
    starts = Bits.ofLength(starts, many + 1);
    reader.read(in, own, plainLength, starts, many);
    reader.clear();
    WORDS.give(reader);
  }

  private void template(Input in, int many, int plainLength) {
    TemplateReader reader = TEMPLATES.take();
    reader.read(in, many, plainLength);
    entries = many;
    starts = Bits.ofLength(starts, many + 1);
    int room = plainLength + TemplateReader.SLACK;
    own = own.length >= room ? own : new byte[room];
    data = own;
    reader.write(in, own, plainLength, starts);
    reader.clear();
    TEMPLATES.give(reader);
  }

  /** Takes strings that lie behind each other, and where each starts, and the last one ends. */
  void take(byte[] bytes, int[] bounds, int many) {
    count = many;
    entries = many;
    constant = false;
    indexed = false;
    data = bytes;
    starts = bounds;
  }

  /** Writes a string to where there is room for it. */
  void copyTo(int i, byte[] target, int at) {
    int entry = entry(i);
    int from = starts[entry];
    System.arraycopy(data, from, target, at, starts[entry + 1] - from);
  }

  /** Bytes of the longest string. */
  int longest() {
    int longest = 0;
    for (int i = 0; i < entries; i++) {
      longest = Math.max(longest, starts[i + 1] - starts[i]);
    }
    return longest;
  }

  /**
   * Gives all strings, none of which is longer than what holds it: their first 8 bytes, the next 8,
   * and how many mean something.
   */
  void words(long[] heads, long @Nullable [] tails, byte[] lengths) {
    int quick = data.length - 2 * Long.BYTES;
    for (int i = 0; i < count; i++) {
      int entry = entry(i);
      int from = starts[entry];
      int length = starts[entry + 1] - from;
      lengths[i] = (byte) length;
      heads[i] = from <= quick ? (long) Digits.LONG.get(data, from) : word(from, length);
      if (tails != null) {
        int more = from + Long.BYTES;
        tails[i] =
            from <= quick ? (long) Digits.LONG.get(data, more) : word(more, length - Long.BYTES);
      }
    }
  }

  /** Up to 8 bytes at the end of the array. */
  private long word(int from, int length) {
    long word = 0;
    for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
      word = word << Byte.SIZE | (data[from + i] & 0xff);
    }
    return word;
  }

  /** Refuses strings that are not well-formed UTF-8. */
  void checkText(Input in) {
    if (entries == 0) {
      return;
    }
    int from = starts[0];
    boolean good = Utf8.isWellFormed(data, from, starts[entries] - from);
    for (int i = 1; good && i < entries; i++) {
      // What starts within a character of the whole is no text of its own.
      good = starts[i] == starts[entries] || (data[starts[i]] & 0xc0) != 0x80;
    }
    if (!good) {
      throw in.refusal("text", "well-formed UTF-8", "other bytes");
    }
  }

  int count() {
    return count;
  }

  int length(int i) {
    int entry = entry(i);
    return starts[entry + 1] - starts[entry];
  }

  /** Whether all strings are one. */
  boolean isConstant() {
    return constant;
  }

  /**
   * Whether a string has these bytes.
   *
   * @param room has room for the longest string; its content is undefined then
   */
  boolean isSame(int i, ByteString bytes, byte[] room) {
    int entry = entry(i);
    int from = starts[entry];
    int length = starts[entry + 1] - from;
    if (bytes.size() != length) {
      return false;
    }
    bytes.copyTo(room, 0);
    return Arrays.equals(data, from, from + length, room, 0, length);
  }

  /** A string of its own; the same for all equal strings of a dictionary. */
  ByteString copy(int i) {
    int entry = entry(i);
    if (constant || indexed) {
      ByteString known = objects[entry];
      if (known == null) {
        known = copyOf(entry);
        objects[entry] = known;
      }
      return known;
    }
    return copyOf(entry);
  }

  private ByteString copyOf(int entry) {
    int from = starts[entry];
    int to = starts[entry + 1];
    return from == to ? ByteString.EMPTY : ByteString.copyFrom(data, from, to - from);
  }

  /** A string that keeps the column's bytes alive. */
  ByteString share(int i) {
    int entry = entry(i);
    if (constant || indexed) {
      ByteString known = objects[entry];
      if (known == null) {
        known = shareOf(entry);
        objects[entry] = known;
      }
      return known;
    }
    return shareOf(entry);
  }

  private ByteString shareOf(int entry) {
    int from = starts[entry];
    int to = starts[entry + 1];
    return from == to ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(data, from, to - from);
  }

  /** A string as text; well-formed by {@link #checkText}. */
  String text(int i) {
    int entry = entry(i);
    if (constant || indexed) {
      String known = texts[entry];
      if (known == null) {
        known = textOf(entry);
        texts[entry] = known;
      }
      return known;
    }
    return textOf(entry);
  }

  private String textOf(int entry) {
    int from = starts[entry];
    int length = starts[entry + 1] - from;
    return length == 0 ? "" : new String(data, from, length, StandardCharsets.UTF_8);
  }

  private int entry(int i) {
    return indexed ? index[i] : constant ? 0 : i;
  }

  /** Lets go of what was read, and of arrays that are too long to keep. */
  void clear() {
    data = new byte[0];
    objects = new ByteString[0];
    texts = new String[0];
    own = own.length > OWN_KEPT_MAX ? new byte[0] : own;
  }
}
