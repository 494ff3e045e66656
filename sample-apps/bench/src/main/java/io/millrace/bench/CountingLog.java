// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/** Counts conditional commits and the blocks they commit. Thread-safe. */
final class CountingLog extends ForwardingBlockLog {
  private final LongAdder commits = new LongAdder();
  private final LongAdder blocks = new LongAdder();

  CountingLog(BlockLog log) {
    super(log);
  }

  /**
   * Counts so far.
   *
   * @param commits calls of {@link #compareAndSet}
   * @param blocks blocks that those committed which were applied
   */
  record Counts(long commits, long blocks) {
    Counts since(Counts before) {
      return new Counts(commits - before.commits, blocks - before.blocks);
    }
  }

  Counts counts() {
    return new Counts(commits.sum(), blocks.sum());
  }

  @Override
  public CompletionStage<CasResult> compareAndSet(Head expected, Head next) {
    commits.increment();
    return super.compareAndSet(expected, next)
        .thenApply(
            result -> {
              if (result.applied()) {
                blocks.add(next.sequence() - expected.sequence());
              }
              return result;
            });
  }
}
