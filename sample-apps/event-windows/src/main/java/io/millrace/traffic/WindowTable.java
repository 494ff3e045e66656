// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.v1.Result;
import io.millrace.window.Windows;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The results of a job as they stand: of each window the newest, and how much came too late. */
final class WindowTable {
  private final List<Row> rows = new ArrayList<>();
  private long late;
  private long counted;
  private int replaced;

  private record Row(String key, Fields fields) {
    long start() {
      return fields.timeMs(Windows.START).orElseThrow();
    }

    long end() {
      return fields.timeMs(Windows.END).orElseThrow();
    }

    long count() {
      return fields.longValue("count").orElseThrow();
    }

    boolean holds(Row other) {
      return key.equals(other.key) && start() <= other.start() && other.end() <= end();
    }
  }

  /** Takes a result: a main one replaces those of the windows that lie in it. */
  void add(Result result) {
    if (result.getTag().equals(Windows.LATE)) {
      late++;
      return;
    }
    Row row = new Row(result.getKey().toStringUtf8(), FieldMessages.of(result));
    for (int i = rows.size() - 1; i >= 0; i--) {
      if (row.holds(rows.get(i))) {
        counted -= rows.remove(i).count();
        replaced++;
      }
    }
    rows.add(row);
    counted += row.count();
  }

  /** How many records the windows hold, and how many came too late for theirs. */
  long accountedFor() {
    return counted + late;
  }

  long late() {
    return late;
  }

  int windows() {
    return rows.size();
  }

  /** Prints the windows with most records, the fullest first. */
  void print(String title, int most, PrintStream out) {
    out.printf(
        Locale.ROOT,
        "%s: %,d windows, %,d records in them, %,d results replaced, %,d records too late%n",
        title,
        rows.size(),
        counted,
        replaced,
        late);
    out.printf(
        "  %-20s %9s %8s %12s %6s  %-28s %s%n",
        "start (UTC)", "length", "records", "size", "who", "key", "most often");
    rows.stream()
        .sorted(
            Comparator.comparingLong(Row::count)
                .reversed()
                .thenComparingLong(Row::start)
                .thenComparing(Row::key))
        .limit(most)
        .forEach(row -> print(row, out));
  }

  private static void print(Row row, PrintStream out) {
    Fields fields = row.fields();
    out.printf(
        Locale.ROOT,
        "  %-20s %9s %,8d %,12d %,6d  %-28s %s%n",
        Instant.ofEpochMilli(row.start()),
        Duration.ofMillis(row.end() - row.start()).toString().substring(2).toLowerCase(Locale.ROOT),
        row.count(),
        fields.longValue("sum.size").orElse(0),
        fields.longValue("distinct.who").orElse(0),
        row.key(),
        fields.text("top.what.1").orElse(""));
  }
}
