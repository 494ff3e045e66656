// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Bounds how many partitions of a node recover at a time, so that the loss of another node does not
 * bring the store down too. Thread-safe.
 */
public final class RecoverySlots {
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int free;

  /**
   * @param max how many at a time, from 1
   */
  public RecoverySlots(int max) {
    this.free = max;
  }

  /** Runs a recovery as soon as there is a slot, in the order of the calls. */
  public <T> CompletionStage<T> run(Supplier<CompletionStage<T>> recovery) {
    var result = new CompletableFuture<T>();
    Runnable start =
        () ->
            recovery
                .get()
                .whenComplete(
                    (value, failure) -> {
                      release();
                      if (failure == null) {
                        result.complete(value);
                      } else {
                        result.completeExceptionally(failure);
                      }
                    });
    synchronized (this) {
      if (free == 0) {
        waiting.addLast(start);
        return result;
      }
      free--;
    }
    start.run();
    return result;
  }

  private void release() {
    Runnable next;
    synchronized (this) {
      if (waiting.isEmpty()) {
        free++;
        return;
      }
      next = waiting.removeFirst();
    }
    next.run();
  }
}
