// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The records that the suite query asks about: each follows from its number alone. Keys are all
 * different and in no order; one session in {@value #SESSIONS} is a record's, spread evenly over
 * all; a value is a short event in JSON. Thread-safe.
 */
public final class QueryRecords {
  /** How many sessions there are: a question for one finds about one record in so many. */
  public static final int SESSIONS = 10_000;

  /** How many countries there are. */
  public static final int COUNTRIES = 40;

  private static final int AMOUNT_MAX = 100_000;
  private static final long START_MS = 1_717_000_000_000L;
  private static final long STEP_MS = 7;
  private static final String[] ACTIONS = {"view", "view", "view", "click", "cart", "purchase"};
  private static final long KEY_FACTOR = 0x9E_37_79_B9_7F_4A_7C_15L;

  private QueryRecords() {}

  /** A record's key. */
  public static String key(long number) {
    // Odd times anything is one to one, and neighbours are far apart.
    String digits = Long.toHexString(number * KEY_FACTOR);
    return "key-" + "0".repeat(16 - digits.length()) + digits;
  }

  /** Its value, about 100 bytes of ASCII. */
  public static byte[] value(long number) {
    long random = mix(number ^ 0x56_61_6C_75_65L);
    String text =
        "{\"id\":"
            + number
            + ",\"user\":\"u"
            + Math.floorMod(random, 100_000)
            + "\",\"action\":\""
            + ACTIONS[Math.floorMod(random >>> 17, ACTIONS.length)]
            + "\",\"path\":\"/shop/"
            + Math.floorMod(random >>> 21, 40)
            + "/item/"
            + Math.floorMod(random >>> 27, 5_000)
            + "\",\"ms\":"
            + (3 + Math.floorMod(random >>> 40, 900))
            + ",\"trace\":\""
            + Long.toHexString(mix(random))
            + "\"}";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Milliseconds since 1970-01-01T00:00Z; grows with the number. */
  public static long timeMs(long number) {
    return START_MS + number * STEP_MS;
  }

  /** A whole number, 0 to below 100,000. */
  public static long amount(long number) {
    return Math.floorMod(mix(number ^ 0x41_6D_6F_75_6E_74L), AMOUNT_MAX);
  }

  /** One of {@value #COUNTRIES}, some more often than others. */
  public static String country(long number) {
    double at = Math.floorMod(mix(number ^ 0x43_6F_75_6EL), 1_000_000) / 1e6;
    return "c" + (int) (COUNTRIES * at * at);
  }

  /** One of {@value #SESSIONS}. */
  public static String session(long number) {
    return session(sessionNumber(number));
  }

  /** A session by its number, 0 to below {@value #SESSIONS}. */
  public static String session(int number) {
    return "s" + number;
  }

  /** The numbers of the first so many records in the order of their keys. */
  public static long[] numbersByKey(int records) {
    var numbers = new long[records];
    for (int i = 0; i < records; i++) {
      // Sorted as signed, so that the order is that of the digits.
      numbers[i] = i * KEY_FACTOR ^ Long.MIN_VALUE;
    }
    Arrays.sort(numbers);
    long inverse = inverse(KEY_FACTOR);
    for (int i = 0; i < records; i++) {
      numbers[i] = (numbers[i] ^ Long.MIN_VALUE) * inverse;
    }
    return numbers;
  }

  /** The numbers of the first so many records by session; of one session, in order. */
  public static long[] numbersBySession(int records) {
    int[] sizes = sessionSizes(records);
    // By the text of the session, as files are sorted.
    Integer[] order = new Integer[SESSIONS];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(QueryRecords::session));
    var next = new int[SESSIONS];
    int at = 0;
    for (int session : order) {
      next[session] = at;
      at += sizes[session];
    }
    var numbers = new long[records];
    for (int i = 0; i < records; i++) {
      numbers[next[sessionNumber(i)]++] = i;
    }
    return numbers;
  }

  /** By Newton's method; each step doubles the bits that are right. */
  private static long inverse(long odd) {
    long inverse = odd;
    for (int i = 0; i < 6; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }

  private static int sessionNumber(long number) {
    return Math.floorMod(mix(number ^ 0x53_65_73_73L), SESSIONS);
  }

  /** How many of the first so many records each session has. */
  public static int[] sessionSizes(long records) {
    var sizes = new int[SESSIONS];
    for (long i = 0; i < records; i++) {
      sizes[sessionNumber(i)]++;
    }
    return sizes;
  }

  /** The amounts of the first so many records, added up. */
  public static long amounts(long records) {
    long sum = 0;
    for (long i = 0; i < records; i++) {
      sum += amount(i);
    }
    return sum;
  }

  /** The number of the record that a look-up is for: the same for all, in no order. */
  public static long lookup(long lookup, long records) {
    return Math.floorMod(mix(lookup ^ 0x4C_6F_6F_6BL), records);
  }

  /** The session that a question is for. */
  public static int question(long question) {
    return Math.floorMod(mix(question ^ 0x51_75_65_73L), SESSIONS);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long number) {
    long z = number * KEY_FACTOR + KEY_FACTOR;
    z = (z ^ (z >>> 30)) * 0xBF_58_47_6D_1C_E4_E5_B9L;
    z = (z ^ (z >>> 27)) * 0x94_D0_49_BB_13_31_11_EBL;
    return z ^ (z >>> 31);
  }
}
