// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.compact.CompactListener;
import io.millrace.compact.Outcome;
import io.millrace.compact.Outcome.What;
import io.millrace.model.PartitionId;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints what a compaction does: a row for each partition and a summary to standard output,
 * progress to standard error. Thread-safe.
 */
final class CompactReport implements CompactListener {
  private static final long PROGRESS_BLOCKS = 1_000;

  private final boolean json;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<PartitionId, Long> told = new HashMap<>();

  CompactReport(boolean json, PrintWriter out, PrintWriter err) {
    this.json = json;
    this.out = out;
    this.err = err;
    if (!json) {
      print("PARTITION", "BLOCKS", "PACKS", "BYTES BEFORE", "BYTES AFTER", "");
    }
  }

  @Override
  public synchronized void reached(PartitionId partition, long block, long upTo) {
    long step = block / PROGRESS_BLOCKS;
    if (block == upTo || step > told.getOrDefault(partition, 0L)) {
      told.put(partition, step);
      err.println("partition " + partition.number() + ": block " + block + " of " + upTo);
      err.flush();
    }
  }

  @Override
  public synchronized void waiting(Duration grace) {
    err.println(
        "readers may go on for " + grace.toMillis() + " ms before the old rows are deleted");
    err.flush();
  }

  @Override
  public synchronized void done(PartitionId partition, Outcome outcome) {
    row(Integer.toString(partition.number()), outcome, words(outcome));
  }

  /** Says what it was all together. */
  void end(String job, List<Outcome> outcomes) {
    var sum = new Outcome(What.NOTHING, 0, 0, 0, 0, "");
    for (Outcome outcome : outcomes) {
      sum =
          new Outcome(
              What.NOTHING,
              sum.blocks() + outcome.blocks(),
              sum.packs() + outcome.packs(),
              sum.bytesBefore() + outcome.bytesBefore(),
              sum.bytesAfter() + outcome.bytesAfter(),
              "");
    }
    long failed = count(outcomes, What.FAILED);
    long would = count(outcomes, What.WOULD_COMPACT);
    long compacted = count(outcomes, What.COMPACTED);
    String verdict = "nothing to do";
    if (failed > 0) {
      verdict = failed + " of " + outcomes.size() + " partitions FAILED and stay as they are";
    } else if (would > 0) {
      verdict = would + " of " + outcomes.size() + " partitions would be compacted";
    } else if (compacted > 0) {
      verdict = compacted + " of " + outcomes.size() + " partitions are compacted";
    }
    row("all", sum, verdict);
    if (!json) {
      out.println("job " + job + ": " + verdict);
      out.flush();
    }
  }

  private static long count(List<Outcome> outcomes, What what) {
    return outcomes.stream().filter(outcome -> outcome.what() == what).count();
  }

  private static String words(Outcome outcome) {
    String what =
        switch (outcome.what()) {
          case COMPACTED -> "compacted";
          case WOULD_COMPACT -> "would be compacted";
          case NOTHING -> "nothing to do";
          case NOT_IDLE -> "not idle";
          case FAILED -> "FAILED";
        };
    return outcome.why().isEmpty() ? what : what + ": " + outcome.why();
  }

  private void row(String partition, Outcome outcome, String words) {
    if (json) {
      out.println(
          JsonLine.of(
              j -> {
                j.writeStringField("partition", partition);
                j.writeNumberField("blocks", outcome.blocks());
                j.writeNumberField("packs", outcome.packs());
                j.writeNumberField("bytesBefore", outcome.bytesBefore());
                j.writeNumberField("bytesAfter", outcome.bytesAfter());
                j.writeStringField("result", words);
              }));
    } else {
      print(
          partition,
          outcome.blocks(),
          outcome.packs(),
          outcome.bytesBefore(),
          outcome.bytesAfter(),
          partition.equals("all") ? "" : words);
    }
    out.flush();
  }

  private void print(Object... values) {
    String row = String.format(Locale.ROOT, "%9s %10s %8s %14s %14s  %s", values);
    out.println(row.stripTrailing());
  }
}
