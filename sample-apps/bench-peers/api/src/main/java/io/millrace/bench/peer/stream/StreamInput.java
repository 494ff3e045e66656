// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import io.millrace.bench.peer.BenchRecords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;

/**
 * Keys and values of the streaming suites: the same bytes for every contender, made once, so that
 * making them costs no contender anything. A key is a number as {@link #KEY_BYTES} hexadecimal
 * digits. A value starts with an amount, 8 bytes, the highest first, and goes on with an event of
 * {@link BenchRecords}. Immutable, thread-safe; nobody may write into the arrays.
 */
public final class StreamInput {
  /** Length of a key. */
  public static final int KEY_BYTES = 8;

  /** Shortest value. */
  public static final int VALUE_BYTES_MIN = Long.BYTES + BenchRecords.VALUE_BYTES_MIN;

  /** Most keys of a load. */
  public static final int KEYS_MAX = 1 << 28;

  private static final int CLOSING_FROM = 2 * KEYS_MAX;
  private static final int VALUES = 1 << 16;
  private static final int AMOUNT_MAX = 1_000;

  private final int keys;
  private final byte[][] keyBytes;
  private final byte[][] values = new byte[VALUES][];
  private final long[] amounts = new long[VALUES];

  /**
   * @param keys how many, 1 up
   * @param valueBytes length of each value
   */
  public StreamInput(int keys, int valueBytes) {
    this.keys = keys;
    this.keyBytes = new byte[keys][];
    for (int i = 0; i < keys; i++) {
      keyBytes[i] = key(keys + i);
    }
    var random = new Random(7);
    var events = new BenchRecords(keys, valueBytes - Long.BYTES);
    for (int i = 0; i < VALUES; i++) {
      amounts[i] = random.nextInt(AMOUNT_MAX);
      byte[] value = new byte[valueBytes];
      ByteBuffer.wrap(value).putLong(amounts[i]);
      byte[] event = events.value(i);
      System.arraycopy(event, 0, value, Long.BYTES, event.length);
      values[i] = value;
    }
  }

  /** A key's bytes, whether a record has it or not. */
  public static byte[] key(int number) {
    return HexFormat.of().toHexDigits(number).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * A key that no load has, one of those whose records only move event time on.
   *
   * @param number from 0
   */
  public static byte[] closingKey(int number) {
    return key(CLOSING_FROM + number);
  }

  /** Whether a key's number is one of those. */
  public static boolean isClosingKey(int keyNumber) {
    return keyNumber >= CLOSING_FROM;
  }

  /** The number of a key that lies at this place of a longer array. */
  public static int keyNumber(byte[] bytes, int from) {
    int number = 0;
    for (int i = from; i < from + KEY_BYTES; i++) {
      number = number << 4 | HexFormat.fromHexDigit(bytes[i]);
    }
    return number;
  }

  /**
   * Number of the key of the record at an index: those of a load with n keys are n to 2n - 1, so
   * loads with a half or a third of the keys have others.
   */
  public int keyNumberAt(long index) {
    return keys + (int) (index % keys);
  }

  /** Key of the record at an index, from 0. */
  public byte[] keyAt(long index) {
    return keyBytes[(int) (index % keys)];
  }

  /** Value of the record at an index, from 0. */
  public byte[] valueAt(long index) {
    return values[(int) (index % VALUES)];
  }

  /** The amount in that value. */
  public long amountAt(long index) {
    return amounts[(int) (index % VALUES)];
  }

  /** The amount in a value. */
  public static long amount(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }
}
