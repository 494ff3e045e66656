// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.google.protobuf.ByteString;
import io.millrace.client.ProducerSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Submits a record every few milliseconds from a thread of its own, each with a key of its own. */
final class SteadyLoad implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(8);

  private final ProducerSession session;
  private final AckPauses pauses;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final AtomicLong submitted = new AtomicLong();
  private volatile boolean stop;

  SteadyLoad(ProducerSession session, AckPauses pauses) {
    this.session = session;
    this.pauses = pauses;
    new Thread(this::submitAll, "steady-load").start();
  }

  static String key(long i) {
    return "steady-" + i;
  }

  private void submitAll() {
    try {
      long next = System.nanoTime();
      while (!stop) {
        ByteString text = ByteString.copyFromUtf8(key(submitted.get()));
        pauses.submitting(submitted.get() + 1);
        session.submit(text, text);
        session.flush();
        submitted.incrementAndGet();
        next += STEP.toNanos();
        LockSupport.parkNanos(next - System.nanoTime());
      }
      ended.complete(null);
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }

  /** Lets so much of the load pass. */
  void run(Duration duration) {
    long target = submitted.get() + duration.toMillis() / STEP.toMillis();
    while (submitted.get() < target && !ended.isDone()) {
      Thread.onSpinWait();
      LockSupport.parkNanos(STEP.toNanos());
    }
    if (ended.isDone()) {
      ended.join();
    }
  }

  /** Does something under the load. */
  void runWhile(Runnable task) {
    task.run();
    run(STEP);
  }

  long submitted() {
    return submitted.get();
  }

  /** Ends the load; fails if it had failed. */
  @Override
  public void close() {
    stop = true;
    ended.join();
  }
}
