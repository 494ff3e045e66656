// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import io.millrace.map.MapWindow.Held;
import io.millrace.map.MapWindow.Offer;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the thread that sends items and the one that reads results meet. Thread-safe: a monitor
 * around the window.
 */
final class RunState {
  private final String run;
  private final MapWindow window;
  private final Map<Long, String> givenUp = new HashMap<>();
  private boolean fedAll;
  private boolean closed;
  private long done;
  private long failed;
  private @Nullable Throwable failure;

  /** What the reader does next. */
  sealed interface Step {
    /** Returns this. */
    record Give(Held result) implements Step {}

    /** Reads on: this is the oldest item without result. */
    record Read(long base) implements Step {}

    /** Ends: every item has its result. */
    record End() implements Step {}
  }

  RunState(String run, MapWindow window) {
    this.run = run;
    this.window = window;
  }

  /** Waits until another item may be sent; false if none will be. */
  synchronized boolean awaitRoom() throws InterruptedException {
    while (!isOver() && !window.hasRoom()) {
      wait();
    }
    return !isOver();
  }

  private boolean isOver() {
    return closed || failure != null;
  }

  /** The next item goes out. */
  synchronized void feed(long hash) {
    window.feed(hash);
    notifyAll();
  }

  /** That was the last item. */
  synchronized void endFeed() {
    fedAll = true;
    notifyAll();
  }

  /** The run cannot go on; the first failure counts. */
  synchronized void fail(Throwable cause) {
    if (!isOver()) {
      failure = cause;
    }
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** No result will come of an item; true if the reader waits for just that. */
  synchronized boolean giveUp(long index, String reason) {
    givenUp.put(index, reason);
    return index == window.base();
  }

  synchronized Offer offer(Held result) {
    return window.offer(result);
  }

  /**
   * Waits while there is nothing to do: items are to come and no result is missing.
   *
   * @throws RuntimeException if the run has failed, or was closed
   */
  synchronized Step next() {
    while (true) {
      checkFailure();
      Optional<Held> ready = window.poll(System.nanoTime());
      if (ready.isPresent()) {
        Held result = ready.get();
        done++;
        failed += result.failure() == null ? 0 : 1;
        notifyAll();
        return new Step.Give(result);
      }
      long base = window.base();
      if (base < window.fed()) {
        String reason = givenUp.remove(base);
        if (reason == null) {
          return new Step.Read(base);
        }
        var unused = window.offer(MapWindow.Held.failed(base, reason, MapWindow.HASH_UNKNOWN));
      } else if (fedAll) {
        return new Step.End();
      } else {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while waiting for items", e);
        }
      }
    }
  }

  private void checkFailure() {
    if (closed) {
      throw new IllegalStateException("run '" + run + "': closed (expected: use before close)");
    }
    Throwable cause = failure;
    if (cause instanceof MillraceException told) {
      throw MillraceException.of(told.kind(), "run failed", told)
          .with("run", run)
          .with("sent", window.fed())
          .with("returned", done)
          .with("cause", told.getMessage());
    } else if (cause instanceof RuntimeException thrown) {
      throw thrown;
    } else if (cause instanceof Error thrown) {
      throw thrown;
    }
  }

  synchronized MapProgress progress() {
    return new MapProgress(window.fed(), done, failed);
  }
}
