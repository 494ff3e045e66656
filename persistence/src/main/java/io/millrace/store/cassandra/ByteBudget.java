// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.BUSY;

import io.millrace.model.MillraceException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes on their way to Cassandra: what does not fit waits its turn, first come first
 * served, holding no thread. The driver's own throttle counts requests, not bytes, and lets them
 * time out while they wait. Thread-safe.
 */
final class ByteBudget {
  private record Waiting(long bytes, CompletableFuture<Void> granted) {}

  private final long bytesMax;
  private final int waitingMax;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long free;
  private boolean granting;

  ByteBudget(long bytesMax, int waitingMax) {
    this.bytesMax = bytesMax;
    this.waitingMax = waitingMax;
    this.free = bytesMax;
  }

  /**
   * Runs the action once its bytes fit, in the caller's thread or in one that returns bytes; more
   * bytes than the whole budget wait until nothing else is on its way.
   *
   * @return the action's outcome, or a failure BUSY if too many wait already
   */
  <T> CompletionStage<T> spend(long bytes, Supplier<CompletionStage<T>> action) {
    long share = Math.min(bytes, bytesMax);
    CompletableFuture<Void> granted = new CompletableFuture<>();
    synchronized (this) {
      if (waiting.isEmpty() && share <= free) {
        free -= share;
        granted.complete(null);
      } else if (waiting.size() < waitingMax) {
        waiting.add(new Waiting(share, granted));
      } else {
        return CompletableFuture.failedFuture(
            MillraceException.of(BUSY, "too many blocks wait to be written")
                .with("waiting", waiting.size())
                .with("inFlightBytes", bytesMax - free));
      }
    }
    return granted
        .thenCompose(nothing -> action.get())
        .whenComplete((value, failure) -> giveBack(share));
  }

  /** Bytes that are on their way now. */
  synchronized long spent() {
    return bytesMax - free;
  }

  private void giveBack(long bytes) {
    synchronized (this) {
      free += bytes;
      if (granting) {
        return; // the thread that is granting sees them; so no grant runs inside another
      }
      granting = true;
    }
    for (Waiting next = next(); next != null; next = next()) {
      next.granted().complete(null);
    }
  }

  private synchronized @Nullable Waiting next() {
    Waiting first = waiting.peek();
    if (first == null || first.bytes() > free) {
      granting = false;
      return null;
    }
    free -= first.bytes();
    return waiting.remove();
  }
}
