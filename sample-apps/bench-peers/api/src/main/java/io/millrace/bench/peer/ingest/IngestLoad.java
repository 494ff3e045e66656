// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.ingest;

import java.util.Map;

/**
 * What a round asks for.
 *
 * @param records how many, 1 to 100 million
 * @param valueBytes length of each value
 * @param keys how many different ones
 * @param producers threads that make and hand over records at the same time, 1 to 1024
 * @param rate records that become due each second; 0 for as fast as it goes
 */
public record IngestLoad(int records, int valueBytes, int keys, int producers, long rate) {
  private static final int RECORDS_MAX = 100_000_000;
  private static final int PRODUCERS_MAX = 1_024;

  public IngestLoad {
    if (records < 1
        || records > RECORDS_MAX
        || producers < 1
        || producers > PRODUCERS_MAX
        || rate < 0) {
      throw new IllegalArgumentException(
          "records: %d, producers: %d, rate: %d (expected: 1 to %d, 1 to %d, 0 up)"
              .formatted(records, producers, rate, RECORDS_MAX, PRODUCERS_MAX));
    }
  }

  /**
   * The load that a peer was told.
   *
   * @throws IllegalArgumentException naming what is missing or is no number
   */
  public static IngestLoad from(Map<String, String> told) {
    return new IngestLoad(
        number(told, "records"),
        number(told, "value-bytes"),
        number(told, "keys"),
        number(told, "producers"),
        told.containsKey("rate") ? number(told, "rate") : 0);
  }

  private static int number(Map<String, String> told, String name) {
    String text = told.getOrDefault(name, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: a number, among %s)".formatted(name, text, told), e);
    }
  }
}
