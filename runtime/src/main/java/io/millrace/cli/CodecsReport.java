// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryTrial;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints dictionaries, the versions of each column in the order of their training. */
final class CodecsReport {
  private static final String ROW =
      "%-24s %3s %11s %8s %-20s %-10s %6s %11s %11s %11s %7s %9s %9s %9s %9s";

  private final boolean json;
  private final PrintWriter out;

  CodecsReport(boolean json, PrintWriter out) {
    this.json = json;
    this.out = out;
  }

  /**
   * Prints them.
   *
   * @param entries by column, then by time
   * @param named how many blocks name each
   * @param counted whether the blocks were counted
   */
  void print(List<DictionaryEntry> entries, Map<Integer, Long> named, boolean counted) {
    if (!json) {
      out.println(
          String.format(
                  Locale.ROOT,
                  ROW,
                  "COLUMN",
                  "VER",
                  "DICTIONARY",
                  "BYTES",
                  "TRAINED",
                  "STATE",
                  "PIECES",
                  "RAW",
                  "WITHOUT",
                  "WITH",
                  "GAIN",
                  "ENC MB/S",
                  "WITH",
                  "DEC MB/S",
                  "WITH")
              + (counted ? String.format(Locale.ROOT, " %10s", "BLOCKS") : ""));
    }
    var versions = new HashMap<String, Integer>();
    for (int i = 0; i < entries.size(); i++) {
      DictionaryEntry entry = entries.get(i);
      int version = versions.merge(entry.column(), 1, Integer::sum);
      boolean newest =
          i + 1 == entries.size() || !entries.get(i + 1).column().equals(entry.column());
      String state = entry.isRetired() ? "retired" : newest ? "in-force" : "superseded";
      long blocks = named.getOrDefault(entry.id(), 0L);
      out.println(
          json
              ? object(entry, version, state, counted, blocks)
              : row(entry, version, state)
                  + (counted ? String.format(Locale.ROOT, " %10d", blocks) : ""));
    }
    if (!json && entries.isEmpty()) {
      out.println("no dictionary: none was measured to pay, or too little was written so far");
    }
    out.flush();
  }

  private static String row(DictionaryEntry entry, int version, String state) {
    DictionaryTrial trial = entry.trial();
    return String.format(
        Locale.ROOT,
        ROW,
        entry.column(),
        version,
        entry.id(),
        entry.bytes(),
        Instant.ofEpochMilli(entry.trainedAtMs() / 1_000 * 1_000),
        state,
        trial.pieces(),
        trial.rawBytes(),
        trial.plainBytes(),
        trial.dictionaryBytes(),
        String.format(Locale.ROOT, "%.1f%%", 100 * trial.gain()),
        speed(trial.rawBytes(), trial.plainEncodeNanos()),
        speed(trial.rawBytes(), trial.dictionaryEncodeNanos()),
        speed(trial.rawBytes(), trial.plainDecodeNanos()),
        speed(trial.rawBytes(), trial.dictionaryDecodeNanos()));
  }

  private static String speed(long bytes, long nanos) {
    return nanos == 0 ? "-" : String.format(Locale.ROOT, "%.0f", 1e3 * bytes / nanos);
  }

  private static String object(
      DictionaryEntry entry, int version, String state, boolean counted, long blocks) {
    DictionaryTrial trial = entry.trial();
    return JsonLine.of(
        j -> {
          j.writeStringField("column", entry.column());
          j.writeNumberField("version", version);
          j.writeNumberField("dictionary", entry.id());
          j.writeNumberField("bytes", entry.bytes());
          j.writeNumberField("trainedAtMs", entry.trainedAtMs());
          j.writeStringField("state", state);
          if (entry.isRetired()) {
            j.writeNumberField("retiredAtMs", entry.retiredAtMs());
          }
          j.writeNumberField("pieces", trial.pieces());
          j.writeNumberField("rawBytes", trial.rawBytes());
          j.writeNumberField("bytesWithout", trial.plainBytes());
          j.writeNumberField("bytesWith", trial.dictionaryBytes());
          j.writeNumberField("gain", trial.gain());
          j.writeNumberField("encodeNanosWithout", trial.plainEncodeNanos());
          j.writeNumberField("encodeNanosWith", trial.dictionaryEncodeNanos());
          j.writeNumberField("decodeNanosWithout", trial.plainDecodeNanos());
          j.writeNumberField("decodeNanosWith", trial.dictionaryDecodeNanos());
          if (counted) {
            j.writeNumberField("blocks", blocks);
          }
        });
  }
}
