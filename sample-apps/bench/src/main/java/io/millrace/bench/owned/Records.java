// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.owned;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Records of one producer, numbered from 1, the keys in turns: the same every time. Not
 * thread-safe.
 */
public final class Records {
  private static final int TEXT_BYTES = 1 << 20;
  private static final int RESULT_BYTES = 24;

  private final int keys;
  private final int valueBytes;
  private final ByteString text;
  private final Random random = new Random(1);
  private long last;

  /**
   * @param keys how many different keys
   * @param valueBytes length of each value, 1 to 64 KiB; text that compresses to about half
   */
  public Records(int keys, int valueBytes) {
    if (keys < 1 || valueBytes < 1 || valueBytes > TEXT_BYTES / 16) {
      throw new IllegalArgumentException(
          "keys: %d, value-bytes: %d (expected: 1 up, 1 to %d)"
              .formatted(keys, valueBytes, TEXT_BYTES / 16));
    }
    this.keys = keys;
    this.valueBytes = valueBytes;
    var chars = new StringBuilder(TEXT_BYTES + 80);
    while (chars.length() < TEXT_BYTES) {
      chars
          .append("{\"user\":\"u")
          .append(random.nextInt(10_000))
          .append("\",\"ms\":")
          .append(random.nextInt(1_000))
          .append(",\"path\":\"/a/")
          .append(Integer.toHexString(random.nextInt()))
          .append("\"}");
    }
    this.text = ByteString.copyFrom(chars.toString(), StandardCharsets.US_ASCII);
  }

  /** What one takes at most in a partition's open block, if it becomes a result as it is. */
  public long openBytes() {
    return (long) RESULT_BYTES + ("key-" + keys).length() + valueBytes;
  }

  /** The next ones. */
  public List<DataRecord> next(int count) {
    var records = new ArrayList<DataRecord>(count);
    for (int i = 0; i < count; i++) {
      last++;
      int from = random.nextInt(TEXT_BYTES - valueBytes);
      records.add(
          new DataRecord(
              last,
              ByteString.copyFromUtf8("key-" + last % keys),
              text.substring(from, from + valueBytes),
              DataRecord.NO_EVENT_TIME,
              Fields.EMPTY));
    }
    return records;
  }
}
