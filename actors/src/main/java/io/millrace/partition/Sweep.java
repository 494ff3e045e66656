// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.SnapshotStore;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what earlier owners of a partition left in the store. */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private Sweep() {}

  /** Only rubbish is at stake, so a failure is logged and left to the next owner. */
  static CompletionStage<Void> run(BlockLog log, SnapshotStore store, Head claimed) {
    return log.sweepOrphans(claimed)
        .thenCombine(
            store.sweep(claimed),
            (blocks, snapshots) -> {
              if (blocks > 0 || snapshots > 0) {
                LOG.atInfo()
                    .addKeyValue("partition", claimed.partition())
                    .addKeyValue("blocks", blocks)
                    .addKeyValue("snapshots", snapshots)
                    .log("swept what earlier owners left");
              }
              return (Void) null;
            })
        .exceptionally(
            failure -> {
              LOG.atDebug()
                  .addKeyValue("partition", claimed.partition())
                  .setCause(failure)
                  .log("not swept");
              return null;
            });
  }
}
