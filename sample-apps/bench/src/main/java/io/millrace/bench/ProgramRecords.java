// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import io.millrace.client.OutgoingRecord;
import io.millrace.model.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * What the programs are sent: the same every time. A value starts with a second key, of {@link
 * #KEY_BYTES}, then goes on with text that compresses to about half. Thread-safe.
 */
final class ProgramRecords {
  /** Length of the second key in a value. */
  static final int KEY_BYTES = 8;

  /** Name of the field that the windows sum up. */
  static final String AMOUNT = "amount";

  private static final int VALUES = 1 << 14;
  private static final int AMOUNTS = 1_000;

  private final ByteString[] keys;
  private final ByteString[] values = new ByteString[VALUES];
  private final Fields[] amounts = new Fields[AMOUNTS];

  /**
   * @param keyCount how many different keys, and second keys: 1 up
   * @param valueBytes length of each value, {@link #KEY_BYTES} up
   */
  ProgramRecords(int keyCount, int valueBytes) {
    var random = new Random(1);
    keys = new ByteString[keyCount];
    for (int i = 0; i < keyCount; i++) {
      keys[i] = ByteString.copyFromUtf8(text(i));
    }
    for (int i = 0; i < VALUES; i++) {
      var text = new StringBuilder(valueBytes + 40);
      text.append(text(random.nextInt(keyCount)));
      while (text.length() < valueBytes) {
        text.append("{\"path\":\"/a/").append(Integer.toHexString(random.nextInt())).append("\"}");
      }
      values[i] = ByteString.copyFrom(text.substring(0, valueBytes), StandardCharsets.US_ASCII);
    }
    for (int i = 0; i < AMOUNTS; i++) {
      amounts[i] = Fields.of(AMOUNT, (long) i);
    }
  }

  private static String text(int number) {
    return "%08x".formatted(number);
  }

  /** The record at an index, from 0, without event time and fields. */
  OutgoingRecord at(long index) {
    return OutgoingRecord.of(
        keys[(int) (index % keys.length)], values[(int) (index % values.length)]);
  }

  /** What an index's record adds to the sum. */
  static long amount(long index) {
    return index % AMOUNTS;
  }

  /** The same as fields. */
  Fields amountFields(long index) {
    return amounts[(int) amount(index)];
  }
}
