// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An in-memory log whose commits wait while it is shut, and which may be down altogether. */
final class ValveLog extends ForwardingBlockLog {
  volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  volatile boolean down;
  volatile boolean refusing;

  ValveLog(BlockLog log) {
    super(log);
  }

  private <T> CompletionStage<T> unlessDown(CompletionStage<T> answer) {
    return down
        ? CompletableFuture.failedFuture(
            MillraceException.of(Kind.UNAVAILABLE, "store is down, says the test"))
        : answer;
  }

  @Override
  public CompletionStage<Head> claim(PartitionId id) {
    return down ? unlessDown(new CompletableFuture<>()) : super.claim(id);
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    return down ? unlessDown(new CompletableFuture<>()) : super.write(block);
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    if (refusing) {
      return CompletableFuture.completedFuture(new CasResult(false, expected));
    }
    return down
        ? unlessDown(new CompletableFuture<>())
        : gate.thenCompose(open -> super.compareAndSet(expected, next));
  }
}
