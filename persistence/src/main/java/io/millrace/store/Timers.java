// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Time as the log's code knows it: a parameter, so that a simulation can be its master. */
public interface Timers {
  /** The JDK's clock and its one timer thread, which must not be held up. */
  Timers SYSTEM =
      new Timers() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public CompletionStage<Void> pause(Duration wait) {
          return CompletableFuture.runAsync(
              () -> {},
              CompletableFuture.delayedExecutor(
                  wait.toNanos(), TimeUnit.NANOSECONDS, Runnable::run));
        }
      };

  /** A clock that never goes back; only differences mean something. Unit: nanoseconds. */
  long nanoTime();

  /** Completes after a while, on a thread that must not be held up. */
  CompletionStage<Void> pause(Duration wait);
}
