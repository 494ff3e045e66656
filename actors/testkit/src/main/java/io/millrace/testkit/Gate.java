// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.StoredBlock;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log whose writes can be held up, so that nothing commits meanwhile. Not thread-safe. */
final class Gate extends ForwardingBlockLog {
  private final ArrayDeque<Runnable> held = new ArrayDeque<>();
  private boolean closed;

  Gate(BlockLog log) {
    super(log);
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
      return super.write(block);
    }
    var opened = new CompletableFuture<Boolean>();
    held.add(() -> opened.complete(true));
    return opened.thenCompose(now -> super.write(block));
  }
}
