// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Reads heads, and waits for those that must have got so far. Thread-safe. */
final class Heads {
  private final BlockLog log;
  private final Duration poll;
  private final Executor executor;

  Heads(BlockLog log, Duration poll, Executor executor) {
    this.log = log;
    this.poll = poll;
    this.executor = executor;
  }

  /**
   * The head of a partition, once it has reached a block.
   *
   * @param wanted asked before each look; false ends the waiting with a failure UNAVAILABLE
   */
  CompletionStage<Head> reached(PartitionId partition, long block, BooleanSupplier wanted) {
    return log.head(partition)
        .thenCompose(
            head -> {
              if (head.sequence() >= block) {
                return CompletableFuture.completedStage(head);
              }
              if (!wanted.getAsBoolean()) {
                throw MillraceException.of(Kind.UNAVAILABLE, "partition has not got so far")
                    .with("partition", partition)
                    .with("block", head.sequence())
                    .with("expected", "at least " + block);
              }
              var later =
                  CompletableFuture.delayedExecutor(
                      poll.toMillis(), TimeUnit.MILLISECONDS, executor);
              return CompletableFuture.supplyAsync(() -> partition, later)
                  .thenCompose(again -> reached(again, block, wanted));
            });
  }
}
