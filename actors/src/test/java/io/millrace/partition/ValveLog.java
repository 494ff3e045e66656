// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An in-memory log whose commits wait while it is shut, and which may be down altogether. */
final class ValveLog implements BlockLog {
  private final BlockLog log;
  volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  volatile boolean down;
  volatile boolean refusing;

  ValveLog(BlockLog log) {
    this.log = log;
  }

  private <T> CompletionStage<T> unlessDown(CompletionStage<T> answer) {
    return down
        ? CompletableFuture.failedFuture(
            MillraceException.of(Kind.UNAVAILABLE, "store is down, says the test"))
        : answer;
  }

  @Override
  public CompletionStage<Head> claim(PartitionId id) {
    return down ? unlessDown(new CompletableFuture<>()) : log.claim(id);
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    return down ? unlessDown(new CompletableFuture<>()) : log.write(block);
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    if (refusing) {
      return CompletableFuture.completedFuture(new CasResult(false, expected));
    }
    return down
        ? unlessDown(new CompletableFuture<>())
        : gate.thenCompose(open -> log.compareAndSet(expected, next));
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return log.sweepOrphans(claimed);
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    return log.deleteTruncated(head);
  }

  @Override
  public CompletionStage<Head> head(PartitionId id) {
    return log.head(id);
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    return log.read(head, after, bytesMax);
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    return log.reread(head, block);
  }
}
