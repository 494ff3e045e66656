// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;

/**
 * The Unicode properties that tokenizers split by, in the version of Unicode that the JVM knows.
 * Thread-safe.
 */
final class CharClasses {
  static final int OTHER = 0;

  /** {@code White_Space} without carriage return and line feed. */
  static final int SPACE = 1;

  /** Carriage return and line feed. */
  static final int NEWLINE = 2;

  /** {@code Nd}, {@code Nl}, {@code No}. */
  static final int NUMBER = 3;

  /** {@code Lu}, {@code Lt}. */
  static final int UPPER = 4;

  /** {@code Ll}. */
  static final int LOWER = 5;

  /** {@code Lm}, {@code Lo}. */
  static final int UNCASED = 6;

  /** {@code Mn}, {@code Mc}, {@code Me}. */
  static final int MARK = 7;

  private static final int PAGE_BITS = 8;
  private static final int PAGE = 1 << PAGE_BITS;
  private static final int PAGES = (Character.MAX_CODE_POINT + 1) >> PAGE_BITS;

  private final byte[] classes;
  private final int[] pageStarts = new int[PAGES];

  CharClasses() {
    var known = new HashMap<String, Integer>();
    var all = new byte[PAGES * PAGE];
    int used = 0;
    for (int page = 0; page < PAGES; page++) {
      for (int i = 0; i < PAGE; i++) {
        all[used + i] = (byte) classOf((page << PAGE_BITS) + i);
      }
      String content = Arrays.toString(Arrays.copyOfRange(all, used, used + PAGE));
      Integer same = known.putIfAbsent(content, used);
      pageStarts[page] = same == null ? used : same;
      used += same == null ? PAGE : 0;
    }
    classes = Arrays.copyOf(all, used);
  }

  private static int classOf(int point) {
    if (point == '\r' || point == '\n') {
      return NEWLINE;
    }
    if (isSpace(point)) {
      return SPACE;
    }
    return switch (Character.getType(point)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
          NUMBER;
      case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> UPPER;
      case Character.LOWERCASE_LETTER -> LOWER;
      case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> UNCASED;
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          MARK;
      default -> OTHER;
    };
  }

  private static boolean isSpace(int point) {
    return (point >= '\t' && point <= '\r') || point == 0x85 || Character.isSpaceChar(point);
  }

  /** The class of the character that begins at an index of well-formed UTF-8. */
  int at(byte[] utf8, int index) {
    int point = utf8[index];
    if (point < 0) {
      point = decode(utf8, index, point);
    }
    return classes[pageStarts[point >> PAGE_BITS] + (point & (PAGE - 1))];
  }

  private static int decode(byte[] utf8, int index, int lead) {
    if (lead < (byte) 0xE0) {
      return (lead & 0x1F) << 6 | (utf8[index + 1] & 0x3F);
    }
    if (lead < (byte) 0xF0) {
      return (lead & 0x0F) << 12 | (utf8[index + 1] & 0x3F) << 6 | (utf8[index + 2] & 0x3F);
    }
    return (lead & 0x07) << 18
        | (utf8[index + 1] & 0x3F) << 12
        | (utf8[index + 2] & 0x3F) << 6
        | (utf8[index + 3] & 0x3F);
  }

  /** Bytes of the character that begins with a byte of well-formed UTF-8. */
  static int length(byte lead) {
    if (lead >= 0) {
      return 1;
    }
    return lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
  }

  /** Feeds all that is in it to a digest. */
  void hash(MessageDigest digest) {
    for (int start : pageStarts) {
      digest.update(classes, start, PAGE);
    }
  }
}
