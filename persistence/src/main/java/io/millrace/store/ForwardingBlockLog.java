// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.PartitionId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Another log with something added or held up. Thread-safe as that one. */
public abstract class ForwardingBlockLog implements BlockLog {
  private final BlockLog log;

  /** Hands on to this log what is not overridden. */
  protected ForwardingBlockLog(BlockLog log) {
    this.log = log;
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    return log.claim(partition);
  }

  @Override
  public CompletionStage<Void> write(StoredBlock block) {
    return log.write(block);
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
  public CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax) {
    return log.index(head, after, blocksMax);
  }

  @Override
  public CompletionStage<List<StoredHeader>> headers(Head head, long after) {
    return log.headers(head, after);
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
