// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.bench.suite.SuiteResult.Circumstances;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A result of a suite that never ran: two loads, Millrace and two peers, one of which failed. */
final class Samples {
  private static final String PROMISE = "Durable <at least once> & in order";

  private Samples() {}

  static SuiteResult ingest() {
    Load small =
        Load.named("value-bytes=200").with(Load.RECORDS, 1_000).with(Load.VALUE_BYTES, 200);
    Load fixed = Load.named("rate=50").with(Load.RECORDS, 500).with(Load.RATE, 50);
    return new SuiteResult(
        "ingest",
        "Records a second.",
        new Circumstances(
            "2026-11-27T15:00:00Z",
            "millrace bench ingest --rounds 3",
            "abc1234",
            new Machine(2, "Some CPU", 24L << 30, "17.0.1 (Maker)", "Linux 6 amd64"),
            0.5,
            1.5,
            2,
            3),
        List.of(small, fixed),
        List.of(
            side("millrace", Map.of("heap", "1 GiB, as all")),
            side("rows", Map.of("in flight", "1024: no more came of more")),
            side("broken", Map.of())),
        List.of(
            new Result(
                small.name(),
                "millrace",
                List.of(
                    new Measurement(1_000, 0.5, 0.7, Map.of("bytes-on-disk-per-record", 19.25)),
                    new Measurement(1_000, 0.25, 0.5, Map.of("bytes-on-disk-per-record", 19.25)),
                    new Measurement(1_000, 0.4, 0.9, Map.of("bytes-on-disk-per-record", 19.25))),
                Optional.empty()),
            new Result(
                small.name(),
                "rows",
                List.of(
                    new Measurement(1_000, 4, Double.NaN, Map.of()),
                    new Measurement(1_000, 5, Double.NaN, Map.of()),
                    new Measurement(1_000, 8, Double.NaN, Map.of())),
                Optional.empty()),
            new Result(small.name(), "broken", List.of(), Optional.of("peer died exit-code=3")),
            new Result(
                fixed.name(),
                "millrace",
                List.of(new Measurement(500, 10, 1.25, Map.of("p99-ms", 12.345, "max-ms", 77.))),
                Optional.empty())),
        Map.of(small.name(), 10_000.),
        List.of("peer kafka is not built"));
  }

  private static Side side(String name, Map<String, String> settings) {
    return new Side(name, PROMISE, settings);
  }
}
