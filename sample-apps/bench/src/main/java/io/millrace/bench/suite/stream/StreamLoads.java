// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.millrace.bench.suite.Load;
import java.util.List;

/** What the two suites ask of their contenders. */
final class StreamLoads {
  private static final String PRODUCERS = "producers";
  private static final String RATE = "rate";
  private static final int SMOKE_RECORDS = 20_000;

  private StreamLoads() {}

  /** Of the suite {@code keyed-state}. */
  static List<Load> keyedState() {
    return List.of(
        counts("keys=10000", 10_000),
        counts("keys=1000000", 1_000_000),
        counts("rate=20000", 10_000).with(Load.RECORDS, 200_000).with(RATE, 20_000));
  }

  /** The same, small. */
  static List<Load> keyedStateSmoke() {
    return List.of(
        counts("keys=1000", 1_000).with(Load.RECORDS, SMOKE_RECORDS),
        counts("rate=5000", 1_000).with(Load.RECORDS, SMOKE_RECORDS / 2).with(RATE, 5_000));
  }

  private static Load counts(String name, int keys) {
    return load(name, keys).with(PRODUCERS, 2);
  }

  /** Of the suite {@code window}. */
  static List<Load> window() {
    return List.of(
        load("keys=1000", 1_000).with(PRODUCERS, 1),
        load("keys=100000", 100_000).with(PRODUCERS, 1));
  }

  /** The same, small. */
  static List<Load> windowSmoke() {
    return List.of(
        load("keys=1000", 1_000).with(PRODUCERS, 1).with(Load.RECORDS, 2L * SMOKE_RECORDS));
  }

  private static Load load(String name, int keys) {
    return Load.named(name)
        .with(Load.RECORDS, 1_000_000)
        .with(Load.VALUE_BYTES, 200)
        .with(Load.KEYS, keys);
  }
}
