// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one round of a streaming suite asks.
 *
 * @param records to send, 1 up
 * @param keys among which they are spread evenly, 1 to {@link StreamInput#KEYS_MAX}
 * @param valueBytes length of each value, {@link StreamInput#VALUE_BYTES_MIN} up
 * @param producers threads that send, each through an inlet of its own, 1 up; a divisor of the
 *     keys, so that each key's records come from one of them
 * @param rate records a second, sent at even times whatever comes back; 0: as fast as they are
 *     taken
 */
public record StreamLoad(long records, int keys, int valueBytes, int producers, long rate) {
  public StreamLoad {
    check("records", records, 1, Integer.MAX_VALUE);
    check("keys", keys, 1, StreamInput.KEYS_MAX);
    check("value-bytes", valueBytes, StreamInput.VALUE_BYTES_MIN, 1 << 20);
    check("producers", producers, 1, 64);
    check("rate", rate, 0, 1_000_000_000);
    if (keys % producers != 0) {
      throw new IllegalArgumentException(
          "producers: " + producers + " (expected: a divisor of the keys, " + keys + ")");
    }
  }

  /** Reads it from a round's line. */
  public static StreamLoad parse(Map<String, String> values) {
    var numbers = new LinkedHashMap<String, Long>();
    values.forEach((name, text) -> numbers.put(name, Long.valueOf(text)));
    return from(numbers);
  }

  /** Reads it from a load's values; those that are missing: 200 bytes, one producer, no rate. */
  public static StreamLoad from(Map<String, Long> values) {
    return new StreamLoad(
        values.getOrDefault("records", 0L),
        Math.toIntExact(values.getOrDefault("keys", 0L)),
        Math.toIntExact(values.getOrDefault("value-bytes", 200L)),
        Math.toIntExact(values.getOrDefault("producers", 1L)),
        values.getOrDefault("rate", 0L));
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }
}
