// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.Position;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells now and then how far an export is, by blocks. Not thread-safe. */
final class Pace {
  private final long blocks;
  private final int partitions;
  private final Consumer<String> progress;
  private long blocksDone;
  private int partitionsDone;
  private long results;

  Pace(ExportPlan plan, Consumer<String> progress) {
    this.blocks = plan.blocks();
    this.partitions = plan.positions().size();
    this.progress = progress;
  }

  /** A result is written. */
  void at(Position position, LogPart part) {
    if (++results % Exporter.PROGRESS_EVERY == 0) {
      long now = blocksDone + position.getBlock() - part.afterBlock();
      progress.accept(
          String.format(
              Locale.ROOT,
              "%d results, partition %d of %d, %.1f %% of the blocks",
              results,
              partitionsDone + 1,
              partitions,
              100.0 * now / blocks));
    }
  }

  /** A partition is behind us. */
  void done(LogPart part) {
    blocksDone += part.upToBlock() - part.afterBlock();
    partitionsDone++;
  }
}
