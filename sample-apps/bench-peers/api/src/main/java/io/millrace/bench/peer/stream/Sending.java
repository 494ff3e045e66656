// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends a round's records, each producer every so-manieth, in a thread of its own. */
final class Sending {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final StreamLoad load;
  private final long startNanos;

  /** Sends the record at a place of the round. */
  interface Step {
    void send(Inlet inlet, long place) throws Exception;
  }

  Sending(StreamLoad load, long startNanos) {
    this.load = load;
    this.startNanos = startNanos;
  }

  /** When the record at a place of the round is due, by {@link System#nanoTime}. */
  long dueNanos(long place) {
    return load.rate() == 0
        ? startNanos
        : startNanos + (long) (place * NANOS_PER_SECOND / load.rate());
  }

  /** Sends all; returns once they are acknowledged. */
  void run(Inlets inlets, Step step) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(load.producers());
    try {
      var tasks = new ArrayList<Callable<Void>>();
      for (int i = 0; i < load.producers(); i++) {
        int first = i;
        Inlet inlet = inlets.inlet(i);
        tasks.add(
            () -> {
              for (long place = first; place < load.records(); place += load.producers()) {
                awaitDue(place);
                step.send(inlet, place);
              }
              inlet.awaitAcknowledged();
              return null;
            });
      }
      join(threads.invokeAll(tasks));
    } finally {
      threads.shutdownNow();
    }
  }

  private static void join(List<Future<Void>> futures) throws Exception {
    for (Future<Void> future : futures) {
      try {
        future.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  private void awaitDue(long place) {
    if (load.rate() == 0) {
      return;
    }
    long left;
    while ((left = dueNanos(place) - System.nanoTime()) > 0 && !Thread.interrupted()) {
      LockSupport.parkNanos(left);
    }
  }
}
