// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log whose writes can be held up, so that nothing commits meanwhile. Not thread-safe. */
final class Gate implements BlockLog {
  private final BlockLog log;
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private boolean closed;

  Gate(BlockLog log) {
    this.log = log;
  }

  /** Writes wait from now on. */
  void close() {
    closed = true;
  }

  /** What waited is written, in order, and nothing waits any more. */
  void open() {
    closed = false;
    while (!held.isEmpty()) {
      held.remove().run();
    }
  }

  /** What waited will never be written: its writer is dead. */
  void drop() {
    held.clear();
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    if (!closed) {
      return log.write(block);
    }
    var opened = new CompletableFuture<Boolean>();
    held.add(() -> opened.complete(true));
    return opened.thenCompose(now -> log.write(block));
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    return log.claim(partition);
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    return log.compareAndSet(expected, next);
  }

  @Override
  public CompletionStage<Head> head(PartitionId partition) {
    return log.head(partition);
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    return log.read(head, after, bytesMax);
  }

  @Override
  public CompletionStage<StoredBlock> reread(Head head, long block) {
    return log.reread(head, block);
  }

  @Override
  public CompletionStage<Integer> sweepOrphans(Head claimed) {
    return log.sweepOrphans(claimed);
  }

  @Override
  public CompletionStage<Void> deleteTruncated(Head head) {
    return log.deleteTruncated(head);
  }
}
