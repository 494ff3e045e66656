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
 * Bounds what is on its way to Cassandra, in bytes or in requests: what does not fit waits its
 * turn, first come first served, holding no thread. The driver's own throttle counts requests, not
 * bytes, and lets them time out while they wait. Thread-safe.
 */
final class InFlight {
  private record Waiting(long units, CompletableFuture<Void> granted) {}

  private final String what;
  private final long unitsMax;
  private final int waitingMax;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long free;
  private boolean granting;

  /**
   * With nothing on its way.
   *
   * @param what is bounded, for messages: "bytes"
   */
  InFlight(String what, long unitsMax, int waitingMax) {
    this.what = what;
    this.unitsMax = unitsMax;
    this.waitingMax = waitingMax;
    this.free = unitsMax;
  }

  /**
   * Runs the action once its units fit, in the caller's thread or in one that gives some back; more
   * than there are at all wait until nothing else is on its way.
   *
   * @return the action's outcome, or a failure BUSY if too many wait already
   */
  <T> CompletionStage<T> spend(long units, Supplier<CompletionStage<T>> action) {
    long share = Math.min(units, unitsMax);
    CompletableFuture<Void> granted = new CompletableFuture<>();
    synchronized (this) {
      if (waiting.isEmpty() && share <= free) {
        free -= share;
        granted.complete(null);
      } else if (waiting.size() < waitingMax) {
        waiting.add(new Waiting(share, granted));
      } else {
        return CompletableFuture.failedFuture(
            MillraceException.of(BUSY, "too much waits to be written")
                .with("waiting", waiting.size())
                .with("inFlight", (unitsMax - free) + " " + what));
      }
    }
    return granted
        .thenCompose(nothing -> action.get())
        .whenComplete((value, failure) -> giveBack(share));
  }

  /** Units that are on their way now. */
  synchronized long spent() {
    return unitsMax - free;
  }

  private void giveBack(long units) {
    synchronized (this) {
      free += units;
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
    if (first == null || first.units() > free) {
      granting = false;
      return null;
    }
    free -= first.units();
    return waiting.remove();
  }
}
