// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.PartitionId;
import io.millrace.verify.VerifyListener;
import java.io.PrintWriter;

/**
 * Prints what a verification finds, as it finds it: damage and figures to standard output, progress
 * to standard error, a line for every so many blocks.
 */
final class VerifyReport implements VerifyListener {
  private static final long PROGRESS_BLOCKS = 1_000;
  private static final String ROW = "%9s %10s %14s %12s %8s %8s%n";

  private final boolean json;
  private final PrintWriter out;
  private final PrintWriter err;
  private long told;

  VerifyReport(boolean json, PrintWriter out, PrintWriter err) {
    this.json = json;
    this.out = out;
    this.err = err;
    if (!json) {
      out.printf(ROW, "PARTITION", "BLOCKS", "STORED BYTES", "RECORDS", "CHUNKS", "DAMAGED");
    }
  }

  @Override
  public void damaged(PartitionId partition, String where, String check) {
    if (json) {
      object(
          j -> {
            j.writeNumberField("partition", partition.number());
            j.writeStringField("damaged", where);
            j.writeStringField("check", check);
          });
    } else {
      out.println("DAMAGED partition " + partition.number() + " " + where + ": " + check);
    }
    out.flush();
  }

  @Override
  public void reached(PartitionId partition, long block, long head) {
    if (block / PROGRESS_BLOCKS > told || block == head) {
      told = block / PROGRESS_BLOCKS;
      err.println("partition " + partition.number() + ": block " + block + " of " + head);
      err.flush();
    }
  }

  @Override
  public void done(PartitionId partition, Tally tally) {
    told = 0;
    print(Integer.toString(partition.number()), tally);
  }

  /** Says what it was all together. */
  void end(String job, Tally sum) {
    print("all", sum);
    if (!json) {
      out.println(
          sum.damages() == 0
              ? "job " + job + ": every block is as it was written"
              : "job " + job + ": " + sum.damages() + " DAMAGED");
    }
    out.flush();
  }

  private void print(String partition, Tally tally) {
    if (json) {
      object(
          j -> {
            j.writeStringField("verified", partition);
            j.writeNumberField("blocks", tally.blocks());
            j.writeNumberField("storedBytes", tally.bytes());
            j.writeNumberField("records", tally.records());
            j.writeNumberField("snapshotChunks", tally.chunks());
            j.writeNumberField("damages", tally.damages());
          });
    } else {
      out.printf(
          ROW,
          partition,
          tally.blocks(),
          tally.bytes(),
          tally.records(),
          tally.chunks(),
          tally.damages());
    }
    out.flush();
  }

  private void object(JsonLine.Fields fields) {
    out.println(JsonLine.of(fields));
  }
}
