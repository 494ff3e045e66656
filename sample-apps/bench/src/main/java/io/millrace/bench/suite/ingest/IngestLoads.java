// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest;

import io.millrace.bench.suite.Load;
import java.util.ArrayList;
import java.util.List;

/** What the suite asks of its contenders. */
public final class IngestLoads {
  /** Sources of records at the same time, each with a thread, and a session if there is one. */
  public static final String PRODUCERS = "producers";

  /**
   * Records of a round for contenders that write a row or an event for each: fewer, so that a round
   * of theirs takes a few seconds too.
   */
  public static final String ROW_RECORDS = "row-records";

  private static final List<Integer> VALUE_BYTES = List.of(100, 200, 1_024, 10_240);
  private static final List<Integer> PRODUCER_COUNTS = List.of(1, 16, 64);
  private static final List<Integer> KEY_COUNTS = List.of(1, 1_000, 1_000_000);
  private static final List<Integer> RATES = List.of(1_000, 5_000, 20_000, 50_000);
  private static final int RATE_SECONDS = 10;
  private static final long BYTES = 200_000_000;
  private static final long RECORDS_MAX = 1_000_000;
  private static final long ROW_RECORDS_MAX = 50_000;
  private static final int SMOKE_SHARE = 100;

  private IngestLoads() {}

  /** All of them; fixed rates late, so that they meet JVMs that have been at work for long. */
  public static List<Load> all() {
    var loads = new ArrayList<Load>();
    VALUE_BYTES.forEach(bytes -> loads.add(load("value-bytes=" + bytes, bytes)));
    for (int producers : PRODUCER_COUNTS) {
      loads.add(usual("producers=" + producers).with(PRODUCERS, producers));
    }
    RATES.forEach(rate -> loads.add(fixed(rate)));
    // Many keys last: their state stays with everybody for what follows.
    for (int keys : KEY_COUNTS) {
      loads.add(usual("keys=" + keys).with(Load.KEYS, keys));
    }
    return loads;
  }

  /** One of each kind, the smallest that is one. */
  public static List<Load> smoke() {
    Load small = usual("value-bytes=200");
    Load load =
        small
            .with(Load.RECORDS, small.get(Load.RECORDS) / SMOKE_SHARE)
            .with(ROW_RECORDS, small.get(ROW_RECORDS) / SMOKE_SHARE);
    int rate = RATES.get(0);
    return List.of(load, fixed(rate).with(Load.RECORDS, rate).with(ROW_RECORDS, rate));
  }

  private static Load usual(String name) {
    return load(name, 200);
  }

  private static Load load(String name, int valueBytes) {
    long records = Math.min(RECORDS_MAX, BYTES / valueBytes);
    return Load.named(name)
        .with(Load.RECORDS, records)
        .with(ROW_RECORDS, Math.min(records, ROW_RECORDS_MAX))
        .with(Load.VALUE_BYTES, valueBytes)
        .with(Load.KEYS, 10_000)
        .with(PRODUCERS, 4);
  }

  private static Load fixed(int rate) {
    long records = (long) rate * RATE_SECONDS;
    return usual("rate=" + rate)
        .with(Load.RECORDS, records)
        .with(ROW_RECORDS, records)
        .with(Load.RATE, rate);
  }

  /** The load for a contender that writes a row or an event for each record. */
  public static Load forRows(Load load) {
    return load.with(Load.RECORDS, load.getOr(ROW_RECORDS, load.get(Load.RECORDS)));
  }
}
