// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is asked of every contender alike.
 *
 * @param name for people and as a key in the results, unique in its suite, such as {@code
 *     value-bytes=200}
 * @param values what the suite's contenders read, ordered: lengths in bytes, counts, rates per
 *     second; 0 up
 */
public record Load(String name, Map<String, Long> values) {
  /** Records of one round, in every load. */
  public static final String RECORDS = "records";

  /** Length of each value in bytes, where a suite has values. */
  public static final String VALUE_BYTES = "value-bytes";

  /** Number of different keys, where a suite has keys. */
  public static final String KEYS = "keys";

  /** Records a second that become due, in loads that fix it; what counts there is latency. */
  public static final String RATE = "rate";

  /**
   * Which of a suite's kinds of loads it is, where these are measured by other figures: a number of
   * the suite's own, 0 if it does not say.
   */
  public static final String KIND = "kind";

  /** Not 0 where what is told of it was calculated, not measured: it stands in no chart. */
  public static final String CALCULATED = "calculated";

  public Load {
    if (name.isBlank()) {
      throw new IllegalArgumentException("load without a name (expected: at least a letter)");
    }
    values.forEach(
        (key, value) -> {
          if (value < 0) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: 0 up)");
          }
        });
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A load with no values yet. */
  public static Load named(String name) {
    return new Load(name, Map.of());
  }

  /** The same with one value more, or another one. */
  public Load with(String key, long value) {
    var more = new LinkedHashMap<>(values);
    more.put(key, value);
    return new Load(name, more);
  }

  /** The same values under another name. */
  public Load withName(String other) {
    return new Load(other, values);
  }

  /**
   * A value that must be there.
   *
   * @throws IllegalArgumentException naming those that are
   */
  public long get(String key) {
    Long value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          "load %s has no %s (expected: one of %s)".formatted(name, key, values.keySet()));
    }
    return value;
  }

  /** A value that must fit into an {@code int}. */
  public int getInt(String key) {
    return Math.toIntExact(get(key));
  }

  /** A value, or what stands for it where the load does not name it. */
  public long getOr(String key, long otherwise) {
    return values.getOrDefault(key, otherwise);
  }
}
