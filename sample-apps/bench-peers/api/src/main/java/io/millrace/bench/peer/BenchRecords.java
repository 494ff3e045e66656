// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer;

import java.nio.charset.StandardCharsets;

/**
 * Keyed events as a service logs them, in JSON: the same bytes at the same index for every
 * contender, each value another one. They compress as real ones do, since what repeats in those
 * repeats here, and ids and numbers do not. Thread-safe; arrays are new each time.
 */
public final class BenchRecords {
  /** Shortest value: all fields, without a message. */
  public static final int VALUE_BYTES_MIN = 100;

  /** Longest value. */
  public static final int VALUE_BYTES_MAX = 1 << 20;

  /** Event time of the first record. Unit: milliseconds since 1970-01-01T00:00Z. */
  public static final long START_MS = 1_764_547_200_000L;

  private static final int KEY_DIGITS = 9;
  private static final int KEYS_MAX = 1_000_000_000;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int LATE_PERCENT = 2;
  private static final int LATE_MS_MAX = 30_000;
  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final byte[][] LEVELS = {
    ascii("INFO"),
    ascii("INFO"),
    ascii("INFO"),
    ascii("INFO"),
    ascii("INFO"),
    ascii("INFO"),
    ascii("DEBUG"),
    ascii("WARN")
  };
  private static final byte[][] PATHS = {
    ascii("cart"), ascii("item"), ascii("user"), ascii("find")
  };
  private static final byte[][] WORDS =
      words(
          "request served from cache after the upstream answered late and the client retried with"
              + " another token session renewed for customer order placed payment accepted stock"
              + " reserved in warehouse parcel label printed connection closed by peer timeout while"
              + " reading body queue length above mark worker restarted partition moved to node");

  private static final byte[] TS = ascii("{\"ts\":");
  private static final byte[] ID = ascii(",\"id\":\"");
  private static final byte[] LEVEL = ascii("\",\"level\":\"");
  private static final byte[] PATH = ascii("\",\"path\":\"/");
  private static final byte[] MS = ascii("\",\"ms\":");
  private static final byte[] MSG = ascii(",\"msg\":\"");
  private static final byte[] END = ascii("\"}");

  private final int keys;
  private final int valueBytes;

  /**
   * @param keys how many different ones, 1 to 1,000,000,000
   * @param valueBytes length of each value, 100 to 1 MiB
   */
  public BenchRecords(int keys, int valueBytes) {
    if (keys < 1
        || keys > KEYS_MAX
        || valueBytes < VALUE_BYTES_MIN
        || valueBytes > VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "keys: %d, value-bytes: %d (expected: 1 to %d, %d to %d)"
              .formatted(keys, valueBytes, KEYS_MAX, VALUE_BYTES_MIN, VALUE_BYTES_MAX));
    }
    this.keys = keys;
    this.valueBytes = valueBytes;
  }

  /** Which key a record has, 0 to {@code keys - 1}: as if drawn at random, each as often. */
  public int keyNumber(long index) {
    return (int) Long.remainderUnsigned(mixed(index * GOLDEN), keys);
  }

  /** Its key: {@code key-000000017}. */
  public byte[] key(long index) {
    byte[] key = new byte[4 + KEY_DIGITS];
    key[0] = 'k';
    key[1] = 'e';
    key[2] = 'y';
    key[3] = '-';
    digits(key, 4, KEY_DIGITS, keyNumber(index));
    return key;
  }

  /**
   * Its event time: a record each millisecond, but every fiftieth is late by up to half a minute.
   * Unit: milliseconds since 1970-01-01T00:00Z.
   */
  public long eventTimeMs(long index) {
    long chance = mixed(~index * GOLDEN);
    boolean late = Long.remainderUnsigned(chance, 100) < LATE_PERCENT;
    return START_MS + index - (late ? 1 + Long.remainderUnsigned(chance >>> 8, LATE_MS_MAX) : 0);
  }

  /** Its value. */
  public byte[] value(long index) {
    long chance = mixed(index * GOLDEN + 1);
    byte[] value = new byte[valueBytes];
    int at = put(value, 0, TS);
    at = digits(value, at, 13, START_MS + index);
    at = put(value, at, ID);
    long id = mixed(chance);
    for (int i = 0; i < 16; i++) {
      value[at++] = HEX[(int) (id >>> (4 * i)) & 15];
    }
    at = put(value, at, LEVEL);
    at = put(value, at, LEVELS[(int) (chance & 7)]);
    at = put(value, at, PATH);
    at = put(value, at, PATHS[(int) (chance >>> 3) & 3]);
    value[at++] = '/';
    at = digits(value, at, 4, (int) (chance >>> 5) & 0xFFF);
    at = put(value, at, MS);
    at = digits(value, at, (chance >>> 20 & 7) == 0 ? 3 : 2, ((int) (chance >>> 23) & 63) | 16);
    at = put(value, at, MSG);
    int end = valueBytes - END.length;
    for (long draw = id; at < end; draw = draw * GOLDEN + 1) {
      at = putUpTo(value, at, end, WORDS[(int) ((draw >>> 33) % WORDS.length)]);
    }
    put(value, end, END);
    return value;
  }

  private static int put(byte[] into, int at, byte[] text) {
    System.arraycopy(text, 0, into, at, text.length);
    return at + text.length;
  }

  private static int putUpTo(byte[] into, int at, int end, byte[] word) {
    int length = Math.min(word.length, end - at);
    System.arraycopy(word, 0, into, at, length);
    return at + length;
  }

  private static int digits(byte[] into, int at, int count, long number) {
    long left = number;
    for (int i = at + count - 1; i >= at; i--) {
      into[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    return at + count;
  }

  /** Spreads the bits, after Stafford's variant 13 of MurmurHash3's finalizer. */
  private static long mixed(long seed) {
    long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[][] words(String text) {
    String[] words = text.split(" ");
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      bytes[i] = ascii(words[i] + " ");
    }
    return bytes;
  }
}
