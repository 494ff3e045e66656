// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.stats.ColumnStats;
import io.millrace.stats.LogStats;
import io.millrace.store.DictionaryEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what a job has stored: a row for each partition, then all together, column by column. */
final class StatsReport {
  private static final String ROW = "%9s %10s %12s %12s %15s %15s %7s %12s %12s%n";
  private static final String COLUMN = "%-32s %10s %15s %15s %15s %7s %7s %14s%n";

  private final boolean json;
  private final PrintWriter out;

  StatsReport(boolean json, PrintWriter out) {
    this.json = json;
    this.out = out;
    if (!json) {
      print(
          ROW,
          "PARTITION",
          "BLOCKS",
          "RECORDS",
          "RESULTS",
          "PLAIN BYTES",
          "STORED BYTES",
          "RATIO",
          "HEADERS",
          "INDEX");
    }
  }

  /** Prints one partition. */
  void partition(String name, LogStats stats) {
    if (json) {
      out.println(
          JsonLine.of(
              j -> {
                j.writeStringField("partition", name);
                write(j, stats);
              }));
    } else {
      print(
          ROW,
          name,
          stats.blocks(),
          stats.records(),
          stats.results(),
          stats.bodies().plainBytes(),
          stats.bodies().storedBytes(),
          ratio(stats.bodies()),
          stats.headerBytes(),
          stats.indexBytes());
    }
    out.flush();
  }

  /** Prints all together. */
  void end(LogStats sum, List<DictionaryEntry> dictionaries) {
    long bytes = dictionaries.stream().mapToLong(DictionaryEntry::bytes).sum();
    if (json) {
      out.println(
          JsonLine.of(
              j -> {
                j.writeStringField("partition", "all");
                write(j, sum);
                j.writeNumberField("dictionaries", dictionaries.size());
                j.writeNumberField("dictionaryBytes", bytes);
              }));
    } else {
      partition("all", sum);
      out.println();
      columns(sum);
      out.println();
      print(
          "dictionaries: %d of %d bytes; blocks that name one: %d of %d%n",
          dictionaries.size(), bytes, sum.bodies().byDictionary(), sum.blocks());
      print(
          "skip index: %d bytes for %d blocks, %.2f bytes a result%n",
          sum.indexBytes(),
          sum.indexedBlocks(),
          sum.results() == 0 ? 0 : (double) sum.indexBytes() / sum.results());
      print(
          "packs: %d of %d bytes hold %d of the blocks, which are shown as they were written%n",
          sum.packs(), sum.packBytes(), sum.packedBlocks());
    }
    out.flush();
  }

  private void columns(LogStats sum) {
    print(
        COLUMN,
        "COLUMN",
        "BLOCKS",
        "PLAIN BYTES",
        "LAID OUT",
        "STORED BYTES",
        "RATIO",
        "SHARE",
        "BY DICTIONARY");
    long all = Math.max(1, sum.bodies().storedBytes());
    for (Map.Entry<String, ColumnStats> column : sum.columns().entrySet()) {
      ColumnStats stats = column.getValue();
      print(
          COLUMN,
          column.getKey(),
          stats.blocks(),
          stats.plainBytes(),
          stats.rawBytes(),
          stats.storedBytes(),
          ratio(stats),
          String.format(Locale.ROOT, "%.1f%%", 100.0 * stats.storedBytes() / all),
          stats.byDictionary());
    }
  }

  private void print(String form, Object... values) {
    out.print(String.format(Locale.ROOT, form, values));
  }

  /** How many times smaller it is stored. */
  private static String ratio(ColumnStats stats) {
    return stats.storedBytes() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f", (double) stats.plainBytes() / stats.storedBytes());
  }

  private static void write(JsonGenerator j, LogStats stats) throws IOException {
    j.writeNumberField("blocks", stats.blocks());
    j.writeNumberField("records", stats.records());
    j.writeNumberField("results", stats.results());
    write(j, stats.bodies());
    j.writeNumberField("headerBytes", stats.headerBytes());
    j.writeNumberField("indexBytes", stats.indexBytes());
    j.writeNumberField("indexedBlocks", stats.indexedBlocks());
    j.writeNumberField("packs", stats.packs());
    j.writeNumberField("packBytes", stats.packBytes());
    j.writeNumberField("packedBlocks", stats.packedBlocks());
    j.writeArrayFieldStart("columns");
    for (Map.Entry<String, ColumnStats> column : stats.columns().entrySet()) {
      j.writeStartObject();
      j.writeStringField("column", column.getKey());
      j.writeNumberField("blocks", column.getValue().blocks());
      write(j, column.getValue());
      j.writeEndObject();
    }
    j.writeEndArray();
  }

  private static void write(JsonGenerator j, ColumnStats stats) throws IOException {
    j.writeNumberField("plainBytes", stats.plainBytes());
    j.writeNumberField("rawBytes", stats.rawBytes());
    j.writeNumberField("storedBytes", stats.storedBytes());
    j.writeNumberField("blocksByDictionary", stats.byDictionary());
  }
}
