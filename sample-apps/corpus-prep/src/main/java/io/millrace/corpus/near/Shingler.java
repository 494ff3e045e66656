// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

/**
 * Cuts a text into shingles: all runs of so many words, each hashed. A word is a run of letters and
 * digits in lower case; each character of a script that is written without spaces is a word of its
 * own. Texts of fewer than {@link #WORDS_MIN} words more than a shingle has are cut into runs of
 * {@value #CHARACTERS} characters instead, in lower case and with each run of blanks as one: their
 * shingles never meet those of longer texts. After Broder, "On the resemblance and containment of
 * documents", SEQUENCES 1997.
 *
 * <p>Not thread-safe: keeps its buffers.
 */
public final class Shingler {
  /** A text with fewer words beyond the first shingle is cut by characters. */
  static final int WORDS_MIN = 3;

  /** Characters of a shingle of a short text. */
  static final int CHARACTERS = 5;

  /** Keeps shingles of characters apart from those of words. */
  private static final long CHARACTERS_SEED = 0x51_7c_c1_b7_27_22_0a_95L;

  private static final long WORD_FACTOR = 0x9E_37_79_B9_7F_4A_7C_15L;

  /** Multiplies the words before; odd. */
  private static final long RUN_FACTOR = 0xD1_34_2B_91_61_B5_E9_2FL;

  private static final int BUFFER_KEPT_MAX = 1 << 16;

  /** Lower case of ASCII letters and digits; 0 for what is no part of a word. */
  private static final byte[] ASCII = ascii();

  private final int words;
  private final long outFactor;
  private final long[] window;
  private int[] hashes = new int[1 << 10];
  private int count;

  /**
   * @param words words of a shingle, 1 up
   */
  public Shingler(int words) {
    this.words = words;
    this.window = new long[words];
    long factor = 1;
    for (int i = 0; i < words; i++) {
      factor *= RUN_FACTOR;
    }
    this.outFactor = factor;
  }

  private static byte[] ascii() {
    var table = new byte[128];
    for (char c = 0; c < 128; c++) {
      table[c] = Character.isLetterOrDigit(c) ? (byte) Character.toLowerCase(c) : 0;
    }
    return table;
  }

  /** The shingles of a text; none only if it is empty. */
  public ShingleSet shingles(String text) {
    count = 0;
    if (cutByWords(text) < words + WORDS_MIN) {
      count = 0;
      cutByCharacters(text);
    }
    ShingleSet set = ShingleSet.of(hashes, count);
    if (hashes.length > BUFFER_KEPT_MAX) {
      hashes = new int[1 << 10];
    }
    return set;
  }

  private int cutByWords(String text) {
    int length = text.length();
    int found = 0;
    long run = 0;
    int at = 0;
    while (at < length) {
      char c = text.charAt(at);
      long word = 0;
      if (c < 128) {
        int lower = ASCII[c];
        if (lower == 0) {
          at++;
          continue;
        }
        do {
          word = (word ^ lower) * WORD_FACTOR;
          at++;
          c = at < length ? text.charAt(at) : ' ';
          lower = c < 128 ? ASCII[c] : 0;
        } while (lower != 0);
      }
      if (c >= 128) {
        // Goes on with the word that ASCII began, or begins one.
        int end = endOfWord(text, at, word != 0);
        if (end == at && word == 0) {
          at += Character.charCount(text.codePointAt(at));
          continue;
        }
        word = hash(text, at, end, word);
        at = end;
      }
      word = mix(word);
      int place = found % words;
      run = run * RUN_FACTOR + word - window[place] * outFactor;
      if (found < words) {
        // What was in the window is another text's.
        run += window[place] * outFactor;
      }
      window[place] = word;
      found++;
      if (found >= words) {
        add(mix(run));
      }
    }
    return found;
  }

  /**
   * Where the word ends that begins, or goes on, at {@code from}; {@code from} if there is none.
   */
  private static int endOfWord(String text, int from, boolean isBegun) {
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!Character.isLetterOrDigit(c) && !isMark(c)) {
        return at;
      }
      if (standsAlone(c)) {
        return at == from && !isBegun ? at + Character.charCount(c) : at;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  /** Accents and vowel signs belong to the letter before. */
  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean standsAlone(int c) {
    if (c < 0x0E00) {
      return false;
    }
    if (Character.isIdeographic(c)) {
      return true;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return switch (script) {
      case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
      default -> false;
    };
  }

  private static long hash(String text, int from, int to, long start) {
    long word = start;
    for (int at = from; at < to; ) {
      int c = text.codePointAt(at);
      word = (word ^ Character.toLowerCase(c)) * WORD_FACTOR;
      at += Character.charCount(c);
    }
    return word;
  }

  private void cutByCharacters(String text) {
    var plain = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (!Character.isWhitespace(c)) {
        plain.appendCodePoint(Character.toLowerCase(c));
      } else if (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' ') {
        plain.append(' ');
      }
    }
    int last = Math.max(plain.isEmpty() ? -1 : 0, plain.length() - CHARACTERS);
    for (int from = 0; from <= last; from++) {
      long run = CHARACTERS_SEED;
      for (int at = from; at < Math.min(plain.length(), from + CHARACTERS); at++) {
        run = (run ^ plain.charAt(at)) * WORD_FACTOR;
      }
      add(mix(run));
    }
  }

  private void add(long hash) {
    if (count == hashes.length) {
      hashes = java.util.Arrays.copyOf(hashes, 2 * count);
    }
    hashes[count++] = (int) (hash >>> 32);
  }

  /** The finalizer of Murmur3 (Austin Appleby, public domain). */
  static long mix(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xFF_51_AF_D7_ED_55_8C_CDL;
    h = (h ^ h >>> 33) * 0xC4_CE_B9_FE_1A_85_EC_53L;
    return h ^ h >>> 33;
  }
}
